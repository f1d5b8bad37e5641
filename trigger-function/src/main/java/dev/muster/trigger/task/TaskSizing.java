package dev.muster.trigger.task;

import dev.muster.contract.plan.DataSize;
import dev.muster.contract.plan.RestoreSpec;
import dev.muster.records.History;
import dev.muster.records.order.TaskSize;
import dev.muster.trigger.task.Expected.Shortage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what a drill's task needs, from its backup's size and from what earlier drills of the plan
 * took. Fargate has certain pairs of processors and memory, and of disk 200 GiB at most.
 */
public final class TaskSizing {
    private static final long GIB = 1L << 30;

    /** A task's own disk ends here; what needs more gets a volume. */
    static final int LARGEST_OWN_DISK = 200;

    /** A task's own disk begins here. */
    static final int SMALLEST_DISK = 21;

    /** A volume of type gp3 ends here. */
    static final int LARGEST_VOLUME = 16_384;

    /** A database takes its data in rows, and about as much again in indexes, and room to sort. */
    private static final double DATABASE = 2.5;

    private static final double GROWTH = 1.2;

    /** What the image, an empty server and its write-ahead log take. */
    private static final long GROUND = 6 * GIB;

    /** A step of what Fargate offers, up to which bytes of data it serves. */
    private record Step(int cpu, int memoryMiB, long upTo) {}

    private static final List<Step> STEPS =
            List.of(
                    new Step(1024, 4096, GIB),
                    new Step(2048, 8192, 25 * GIB),
                    new Step(4096, 16_384, 100 * GIB),
                    new Step(8192, 32_768, 500 * GIB),
                    new Step(16_384, 65_536, Long.MAX_VALUE));

    private TaskSizing() {}

    /**
     * The size for a drill.
     *
     * @param bytes of the backup as stored
     * @param history of the plan's newest drills
     */
    public static TaskSize of(long bytes, RestoreSpec restore, History history) {
        Expected expected = Expected.of(history);
        double data = bytes * expected.ratio() * (expected.measured() ? GROWTH : 1);
        Step step = step(data, restore, expected);
        int disk = disk(bytes, data, restore.disk(), expected.shortOf() == Shortage.DISK);
        return new TaskSize(step.cpu(), step.memoryMiB(), disk, disk > LARGEST_OWN_DISK);
    }

    private static Step step(double data, RestoreSpec restore, Expected expected) {
        int step = 0;
        while (data > STEPS.get(step).upTo()) {
            step++;
        }
        // A drill that came near its time limit, or met it, is given more to work with.
        double limit = restore.timeout().duration().toSeconds();
        boolean slow = expected.seconds() > limit / 2 || expected.shortOf() == Shortage.TIME;
        if (slow || expected.shortOf() == Shortage.MEMORY) {
            step++;
        }
        return STEPS.get(Math.min(step, STEPS.size() - 1));
    }

    private static int disk(long bytes, double data, @Nullable DataSize asked, boolean more) {
        // Either the archive stays packed, or, as plain SQL, it lies there as large as its data.
        double needed = Math.max((double) bytes, data) + data * DATABASE + GROUND;
        double given = asked == null ? needed : asked.bytes() + (double) GROUND;
        double gib = Math.ceil((more && asked == null ? 2 * given : given) / GIB);
        return (int) Math.clamp(gib, SMALLEST_DISK, LARGEST_VOLUME);
    }
}
