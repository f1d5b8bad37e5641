package dev.muster.restore;

import dev.muster.contract.FindingException;
import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.ThrowawayServer;
import dev.muster.restore.postgres.server.WorkDirectory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A throwaway server that starts while the backup is still being fetched, on the guess that the
 * newest PostgreSQL here will do. It belongs to whoever takes it; else closing ends it.
 */
final class EarlyServer implements AutoCloseable {
    private final Installation installation;
    private final WorkDirectory work;
    private final int jobs;
    private final CompletableFuture<ThrowawayServer> server = new CompletableFuture<>();

    EarlyServer(Installation installation, WorkDirectory work, int jobs) {
        this.installation = installation;
        this.work = work;
        this.jobs = jobs;
        // A platform thread: the sandbox is inherited from the thread that starts a program.
        Thread.ofPlatform().name("muster-early-server").start(this::start);
    }

    private void start() {
        try {
            server.complete(ThrowawayServer.start(installation, work, jobs));
        } catch (RuntimeException | Error e) {
            server.completeExceptionally(e);
        }
    }

    /**
     * The server if the guess was right, else one of the right version.
     *
     * @throws FindingException where it does not start
     */
    ThrowawayServer of(Installation wanted) {
        if (!wanted.equals(installation)) {
            close();
            return ThrowawayServer.start(wanted, work, jobs);
        }
        try {
            return server.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        server.handle(
                        (started, _) -> {
                            if (started != null) {
                                started.close();
                            }
                            return started;
                        })
                .join();
    }
}
