package dev.muster.restore.postgres.sandbox;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;

/**
 * A program that {@link Sandbox} started. A {@link Process} itself is not to be used for more than
 * its streams: it was made on a thread that could not read {@code /proc}, so its handle neither
 * knows the program's times nor kills it, and the JDK's thread that waits for it is restricted, so
 * it may wake no virtual thread.
 */
public final class Contained {
    private static final int SIGKILL = 9;
    private static final int PAUSE_MILLIS = 5;

    private final Process process;
    private final ProcessHandle handle;

    Contained(Process process) {
        this.process = process;
        this.handle = ProcessHandle.of(process.pid()).orElseGet(process::toHandle);
    }

    /** What it prints. */
    public InputStream output() {
        return process.getInputStream();
    }

    /** What it prints as errors. */
    public InputStream errors() {
        return process.getErrorStream();
    }

    /** What it reads. */
    public OutputStream input() {
        return process.getOutputStream();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Only once it has ended. */
    public int exitCode() {
        return process.exitValue();
    }

    /** Its times and its children. */
    public ProcessHandle handle() {
        return handle;
    }

    /** Waits for its end; false where the time was not enough. */
    public boolean awaitEnd(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        while (process.isAlive()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return true;
    }

    /** Sends a signal; nothing where it has ended. */
    public void signal(int signal) {
        if (process.isAlive()) {
            NativeCalls.kill((int) process.pid(), signal);
        }
    }

    /** Kills it with all that it has started; nothing where it has ended. */
    public void kill() {
        List<ProcessHandle> children = handle.descendants().toList();
        signal(SIGKILL);
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
