package dev.muster.cli.terminal;

import dev.muster.contract.Stage;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Shows progress as plain lines, for a log: one at a stage's end, and one every few seconds. */
final class LineProgress implements ProgressDisplay {
    private static final long PAUSE_NANOS = 5_000_000_000L;

    private final Screen screen;
    private final LongSupplier nanos;
    private final Map<Stage, StageState> running = new EnumMap<>(Stage.class);
    private long lastNanos;

    LineProgress(Screen screen, LongSupplier nanos) {
        this.screen = screen;
        this.nanos = nanos;
        this.lastNanos = nanos.getAsLong();
    }

    @Override
    public synchronized void started(Stage stage, String what) {
        running.put(stage, new StageState(stage, what, nanos.getAsLong()));
    }

    @Override
    public synchronized void advanced(Stage stage, long done, long total, Unit unit) {
        StageState state = running.get(stage);
        if (state == null) {
            return;
        }
        state.advanced(done, total, unit);
        long now = nanos.getAsLong();
        if (now - lastNanos >= PAUSE_NANOS) {
            print(state.name() + ": " + state.running(now).strip().replace("%  ", "%, "));
        }
    }

    @Override
    public synchronized void noted(Stage stage, String text) {
        print(new StageState(stage, text, 0).name() + ": " + text);
    }

    @Override
    public synchronized void ended(Stage stage) {
        StageState state = running.remove(stage);
        if (state != null) {
            long now = nanos.getAsLong();
            print(
                    "%s: %s, took %s"
                            .formatted(
                                    state.name(),
                                    state.ended(now),
                                    Quantities.seconds(state.secondsAt(now))));
        }
    }

    @Override
    public synchronized void close() {
        running.clear();
    }

    private void print(String text) {
        screen.line(text);
        lastNanos = nanos.getAsLong();
    }
}
