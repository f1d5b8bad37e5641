package dev.muster.restore;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets Ctrl-C, SIGTERM and SIGHUP end a drill in order: it is cancelled, cleans up and tells its
 * result, and the process ends with the exit code of that result.
 */
public final class Interruption implements AutoCloseable {
    /** Longer than any cleanup takes, and short enough for whoever waits for the process. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int NOT_ENDED = -1;

    private final Runnable cancel;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger exitCode = new AtomicInteger(NOT_ENDED);
    private final Thread hook = new Thread(this::interrupted, "muster-interruption");

    /**
     * @param cancel asks the drill to end; called once at most, from another thread
     */
    public Interruption(Runnable cancel) {
        this.cancel = cancel;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void interrupted() {
        cancel.run();
        try {
            if (ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS) && exitCode.get() >= 0) {
                Runtime.getRuntime().halt(exitCode.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The drill and all that tells of it has ended; nothing is to be lost any more. */
    public void ended(int code) {
        exitCode.set(code);
        ended.countDown();
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // A signal came: the hook waits for us, and ends the process.
        }
    }
}
