package dev.muster.trigger.task;

import dev.muster.contract.plan.DataSize;
import dev.muster.contract.plan.RestoreSpec;
import dev.muster.contract.result.Environment;
import dev.muster.records.History;
import dev.muster.records.order.TaskSize;
import dev.muster.trigger.task.Expected.Lesson;
import dev.muster.trigger.task.Expected.Shortage;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Says what a drill's task needs, from its backup's size and from what earlier drills of the plan
 * took. Fargate has certain pairs of processors and memory, and of disk 200 GiB at most.
 */
public final class TaskSizing {
    /** How many earlier drills say what the next one needs. */
    public static final int HISTORY = 24;

    private static final long MIB = 1L << 20;
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
        double slow = restore.timeout().duration().toSeconds() / 2.0;
        Expected expected = Expected.of(history, bytes, slow);
        double data = bytes * expected.ratio() * (expected.measured() ? GROWTH : 1);
        Step step = STEPS.get(Math.min(step(data, expected), STEPS.size() - 1));
        int disk = disk(bytes, data, restore.disk(), expected.fullDisks());
        return new TaskSize(step.cpu(), step.memoryMiB(), disk, disk > LARGEST_OWN_DISK);
    }

    /** The step that the data ask for, but never one that was too little before. */
    private static int step(double data, Expected expected) {
        int usual = step(data);
        int least = usual;
        for (Lesson lesson : expected.lessons()) {
            int given = given(lesson.given()).orElse(usual);
            if (lesson.shortOf() == Shortage.MEMORY || lesson.shortOf() == Shortage.TIME) {
                least = Math.max(least, given + 1);
            } else if (lesson.shortOf() == null && wasRaised(given, lesson.size(), expected)) {
                least = Math.max(least, given);
            }
        }
        return least;
    }

    private static int step(double data) {
        int step = 0;
        while (data > STEPS.get(step).upTo()) {
            step++;
        }
        return step;
    }

    /** Whether a drill was given more than its size alone asked for, for an earlier shortage. */
    private static boolean wasRaised(int given, @Nullable Long size, Expected expected) {
        double ratio = Math.max(Expected.USUAL_RATIO, expected.ratio() * GROWTH);
        return size != null && given > step(size * ratio);
    }

    /** The step that a drill ran on; none where it did not run on one of ours. */
    private static OptionalInt given(Environment machine) {
        for (int i = 0; i < STEPS.size(); i++) {
            Step step = STEPS.get(i);
            double memory = (double) machine.memoryBytes() / (step.memoryMiB() * MIB);
            // A task sees a little less memory than it was given.
            if (machine.cpus() * 1024 == step.cpu() && memory > 0.9 && memory <= 1) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    private static int disk(long bytes, double data, @Nullable DataSize asked, int fullDisks) {
        // Either the archive stays packed, or, as plain SQL, it lies there as large as its data.
        double needed = Math.max((double) bytes, data) + data * DATABASE + GROUND;
        double given = asked == null ? needed : asked.bytes() + (double) GROUND;
        double gib = Math.ceil((asked == null ? given * Math.pow(2, fullDisks) : given) / GIB);
        return (int) Math.clamp(gib, SMALLEST_DISK, LARGEST_VOLUME);
    }
}
