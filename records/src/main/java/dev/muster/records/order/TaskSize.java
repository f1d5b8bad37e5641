package dev.muster.records.order;

/**
 * What a drill's task is given.
 *
 * @param cpu in units of 1/1024 of a virtual CPU
 * @param memoryMiB of memory
 * @param diskGiB of the disk that the drill works on
 * @param volume whether that disk is a volume of its own, because the task's own cannot be as large
 */
public record TaskSize(int cpu, int memoryMiB, int diskGiB, boolean volume) {
    public TaskSize {
        if (cpu <= 0 || memoryMiB <= 0 || diskGiB <= 0) {
            throw new IllegalArgumentException("a task of no size");
        }
    }

    /** As a person reads it. */
    @Override
    public String toString() {
        return "%s vCPU, %d GiB memory, %d GiB disk%s"
                .formatted(
                        cpu % 1024 == 0 ? "" + cpu / 1024 : "" + cpu / 1024.0,
                        memoryMiB / 1024,
                        diskGiB,
                        volume ? " on a volume" : "");
    }
}
