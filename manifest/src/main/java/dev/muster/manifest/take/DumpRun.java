package dev.muster.manifest.take;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The user's pg_dump at work: its output goes where it would go without Muster, and is hashed. */
final class DumpRun {
    private static final long PATIENCE_SECONDS = 10;

    private final Process process;
    private final PgDumpCommand command;
    private final @Nullable CompletableFuture<DumpStream> stream;
    private final long startedAt = System.nanoTime();

    private DumpRun(
            Process process,
            PgDumpCommand command,
            @Nullable CompletableFuture<DumpStream> stream) {
        this.process = process;
        this.command = command;
        this.stream = stream;
    }

    /** What pg_dump wrote, and how long it took. */
    record Written(String sha256, long bytes, @Nullable String name, DumpScope scope) {}

    /**
     * Starts it. What it says on standard error goes to ours.
     *
     * @param environment variables that it gets beside our own
     * @param output where the dump goes if it goes to standard output
     */
    static DumpRun start(
            PgDumpCommand command,
            Map<String, String> environment,
            String snapshot,
            OutputStream output)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command.withSnapshot(snapshot))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .redirectInput(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        boolean toStandardOutput = command.file() == null;
        if (!toStandardOutput) {
            builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
        }
        Process process = builder.start();
        return new DumpRun(
                process,
                command,
                toStandardOutput ? copying(process, command.pgRestore(), output) : null);
    }

    private static CompletableFuture<DumpStream> copying(
            Process process, String pgRestore, OutputStream output) {
        CompletableFuture<DumpStream> done = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .name("muster-dump")
                .start(() -> {
                    try (DumpStream copy = new DumpStream(output, pgRestore);
                            InputStream dump = process.getInputStream()) {
                        dump.transferTo(copy);
                        copy.flush();
                        copy.finish();
                        done.complete(copy);
                    } catch (IOException e) {
                        // Whoever reads our output is gone: pg_dump need not go on.
                        process.destroy();
                        done.completeExceptionally(e);
                    }
                });
        return done;
    }

    /** Whether it is still at work. */
    boolean running() {
        return process.isAlive();
    }

    /** Whether it has ended well, and all of its output was passed on. */
    boolean succeeded() {
        CompletableFuture<DumpStream> copied = stream;
        return !process.isAlive()
                && process.exitValue() == 0
                && (copied == null || copied.state() == Future.State.SUCCESS);
    }

    /**
     * Waits for its end.
     *
     * @throws TakeFailed where it ended with an error, or its output could not be passed on
     */
    void await() throws TakeFailed, InterruptedException {
        int code = process.waitFor();
        CompletableFuture<DumpStream> copied = stream;
        if (copied != null) {
            try {
                copied.get();
            } catch (ExecutionException e) {
                throw new TakeFailed(
                        "DUMP_OUTPUT",
                        TakeFailed.Dump.FAILED,
                        "the dump could not be passed on to standard output: "
                                + (e.getCause() == null ? e : e.getCause()).getMessage(),
                        "look at what reads it; the backup is not complete",
                        e);
            }
        }
        if (code != 0) {
            throw new TakeFailed(
                    "DUMP_FAILED",
                    TakeFailed.Dump.FAILED,
                    "pg_dump exited %d after %d s"
                            .formatted(code, (System.nanoTime() - startedAt) / 1_000_000_000L),
                    "its own words are above; there is no backup and no manifest",
                    null);
        }
    }

    /** What it wrote; to be asked for after its end. */
    Written written() throws IOException, InterruptedException {
        CompletableFuture<DumpStream> copied = stream;
        if (copied != null) {
            DumpStream whole = copied.join();
            return new Written(whole.sha256(), whole.bytes(), null, whole.scope());
        }
        Path file = command.file();
        if (file == null) {
            throw new IllegalStateException("neither a file nor standard output");
        }
        return written(file, command.pgRestore());
    }

    /** What a dump that is there already holds. */
    static Written written(Path file, String pgRestore) throws IOException, InterruptedException {
        String name = file.getFileName() == null ? null : file.getFileName().toString();
        if (Files.isDirectory(file)) {
            DirectoryDigest digest = DirectoryDigest.of(file);
            return new Written(
                    digest.sha256(),
                    digest.bytes(),
                    name,
                    listed(List.of(pgRestore, "--list", file.toString())));
        }
        try (DumpStream whole = new DumpStream(OutputStream.nullOutputStream(), pgRestore);
                InputStream in = Files.newInputStream(file)) {
            in.transferTo(whole);
            whole.finish();
            return new Written(whole.sha256(), whole.bytes(), name, whole.scope());
        }
    }

    private static DumpScope listed(List<String> command) throws IOException, InterruptedException {
        DumpScope scope = new DumpScope();
        Process list =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        list.getOutputStream().close();
        try {
            list.inputReader().lines().forEach(scope::listed);
            boolean whole = list.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            // A list that broke off would leave out what the dump holds.
            return whole && list.exitValue() == 0 ? scope : new DumpScope();
        } catch (UncheckedIOException e) {
            return new DumpScope();
        } finally {
            list.destroyForcibly();
        }
    }

    /** Ends it now, if it has not ended. */
    void kill() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
