package dev.muster.restore.postgres.server;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine, or the container that Muster runs in, has to give. */
public final class Machine {
    private Machine() {}

    public static int cpus() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Bytes of memory; a container's limit where there is one. */
    public static long memoryBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                .getTotalMemorySize();
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
