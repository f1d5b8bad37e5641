package dev.muster.restore;

import dev.muster.contract.result.Environment;
import dev.muster.restore.postgres.sandbox.Sandbox;
import dev.muster.restore.postgres.server.Machine;
import dev.muster.restore.postgres.server.Server;
import org.jspecify.annotations.Nullable;

/** The machine and the program that a drill runs on, for its result. */
final class Host {
    private Host() {}

    /**
     * What a drill ran on.
     *
     * @param server that it restored into, null where it came to none
     * @param jobs of the restore, null where none was to run
     */
    static Environment environment(@Nullable Server server, @Nullable Integer jobs) {
        return new Environment(
                muster(),
                java(),
                os(),
                server == null ? null : server.version(),
                server == null ? null : server.describe(),
                Sandbox.level(),
                jobs,
                cpus(),
                memoryBytes());
    }

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
