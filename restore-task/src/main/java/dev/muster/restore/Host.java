package dev.muster.restore;

import dev.muster.restore.postgres.server.Machine;

/** The machine and the program that a drill runs on, for its result. */
final class Host {
    private Host() {}

    /** Muster's own version, from the package's manifest. */
    static String muster() {
        String version = Host.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }

    static String java() {
        return Runtime.version().toString();
    }

    static String os() {
        return System.getProperty("os.name")
                + " "
                + System.getProperty("os.version")
                + " "
                + System.getProperty("os.arch");
    }

    static int cpus() {
        return Machine.cpus();
    }

    /** Of the machine, or of the container where one sets a limit; 0 where it cannot be told. */
    static long memoryBytes() {
        return Machine.memoryBytes();
    }
}
