package dev.muster.restore;

import dev.muster.contract.Progress;
import dev.muster.contract.Stage;
import dev.muster.contract.result.StageTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Times the stages of one drill and tells the progress where each begins and ends. */
final class StageClock {
    private final Progress progress;
    private final List<StageTime> times = new ArrayList<>();

    /**
     * Takes over from the selection of the backup.
     *
     * @param locating how long that took, in nanoseconds
     */
    StageClock(Progress progress, Instant startedAt, long locating) {
        this.progress = progress;
        times.add(new StageTime(Stage.LOCATE, startedAt, seconds(locating), null, null));
    }

    /** Starts a stage; closing it writes its time down, however it ended. */
    Running start(Stage stage, String what) {
        progress.started(stage, what);
        return new Running(stage);
    }

    /** The stages so far, in the order in which they ended. */
    List<StageTime> times() {
        return List.copyOf(times);
    }

    /** A stage under way. */
    final class Running implements AutoCloseable {
        private final Stage stage;
        private final Instant startedAt = Instant.now();
        private final long start = System.nanoTime();
        private final @Nullable ProcessorTime processors = ProcessorTime.now();
        private @Nullable Long bytes;

        private Running(Stage stage) {
            this.stage = stage;
        }

        /** Says how many bytes the stage moved. */
        void moved(long count) {
            bytes = count;
        }

        @Override
        public void close() {
            ProcessorTime now = ProcessorTime.now();
            times.add(
                    new StageTime(
                            stage,
                            startedAt,
                            seconds(System.nanoTime() - start),
                            bytes,
                            now == null ? null : now.busySince(processors)));
            progress.ended(stage);
        }
    }

    /** Nanoseconds as seconds, to the millisecond. */
    static double seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos) / 1000.0;
    }
}
