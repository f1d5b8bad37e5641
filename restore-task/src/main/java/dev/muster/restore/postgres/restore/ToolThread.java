package dev.muster.restore.postgres.restore;

import org.jspecify.annotations.Nullable;

/** A thread at one end of a tool's pipes, which does not die in silence. */
final class ToolThread {
    private final Thread thread;
    private volatile @Nullable Throwable failure;

    private ToolThread(String name, Runnable work) {
        thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> run(work));
    }

    static ToolThread start(String name, Runnable work) {
        ToolThread started = new ToolThread(name, work);
        started.thread.start();
        return started;
    }

    // Also an Error: whoever waits for the tool would take its end for a good one.
    private void run(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) {
            failure = e;
        }
    }

    void join(long millis) throws InterruptedException {
        thread.join(millis);
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Throws what ended the thread early, where something did. */
    void rethrow() {
        switch (failure) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }
}
