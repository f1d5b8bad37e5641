package dev.muster.restore.postgres.server;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What this machine, or the container that Muster runs in, has to give. */
public final class Machine {
    private static volatile int mostCpus = Integer.MAX_VALUE;
    private static volatile long mostMemory = Long.MAX_VALUE;

    private Machine() {}

    /**
     * Says what a container may use where it cannot see that itself, as in a task whose limits are
     * set on a group of containers around it.
     *
     * @param cpus in processors or parts of one, null for no limit
     * @param memoryBytes null for no limit
     */
    public static void limitTo(@Nullable Double cpus, @Nullable Long memoryBytes) {
        mostCpus = cpus == null ? Integer.MAX_VALUE : (int) Math.max(1, Math.ceil(cpus));
        mostMemory = memoryBytes == null ? Long.MAX_VALUE : memoryBytes;
    }

    /** Processors; a container's limit where there is one. */
    public static int cpus() {
        return Math.min(mostCpus, Runtime.getRuntime().availableProcessors());
    }

    /** Bytes of memory; a container's limit where there is one, 0 where it cannot be told. */
    public static long memoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean os
                ? Math.min(mostMemory, os.getTotalMemorySize())
                : 0;
    }

    /** Bytes that can still be written where {@code path} lies. */
    public static long freeBytes(Path path) {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE; // Not known: the limits that are known still hold.
        }
    }
}
