package dev.muster.restore.postgres.server;

import dev.muster.restore.postgres.sandbox.Contained;
import dev.muster.restore.postgres.sandbox.Sandbox;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ends a server that may be lost: at once, without a checkpoint, with all its processes. */
final class Stop {
    private static final int SIGQUIT = 3;
    private static final int PATIENCE_SECONDS = 6;

    private Stop() {}

    static void now(Contained server) {
        now(server.handle());
    }

    static void now(ProcessHandle server) {
        List<ProcessHandle> backends = server.descendants().toList();
        boolean asked = Sandbox.signal(server, SIGQUIT);
        if (asked && !ends(server)) {
            server.destroyForcibly();
        }
        // A backend outlives its server where that was killed, or while it is stuck in the kernel.
        backends.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
        ends(server);
    }

    private static boolean ends(ProcessHandle process) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        boolean interrupted = false;
        while (process.isAlive() && System.nanoTime() < deadline) {
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !process.isAlive();
    }
}
