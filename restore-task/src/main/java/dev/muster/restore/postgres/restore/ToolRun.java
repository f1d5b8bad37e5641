package dev.muster.restore.postgres.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.restore.postgres.sandbox.Contained;
import dev.muster.restore.postgres.sandbox.Reach;
import dev.muster.restore.postgres.sandbox.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs one of PostgreSQL's tools, contained and watched, and hands on what it prints. */
final class ToolRun {
    private static final int PAUSE_MILLIS = 10;
    private static final int LAST_WORDS_MILLIS = 5_000;

    private final List<String> command;
    private final Map<String, String> environment;
    private final @Nullable Reach reach;
    private final Consumer<String> errorLine;
    private final @Nullable Path ownDirectory;

    ToolRun(
            List<String> command,
            Map<String, String> environment,
            Reach reach,
            Consumer<String> errorLine) {
        this(command, environment, reach, errorLine, null);
    }

    private ToolRun(
            List<String> command,
            Map<String, String> environment,
            @Nullable Reach reach,
            Consumer<String> errorLine,
            @Nullable Path ownDirectory) {
        this.command = command;
        this.environment = environment;
        this.reach = reach;
        this.errorLine = errorLine;
        this.ownDirectory = ownDirectory;
    }

    /**
     * A program of the user's own, who trusts it with this machine: it is watched, and not
     * contained.
     *
     * @param environment all that it gets to see
     * @param line takes what it prints, as errors or not, from two threads
     */
    static ToolRun own(
            List<String> command,
            Map<String, String> environment,
            Path directory,
            Consumer<String> line) {
        return new ToolRun(command, environment, null, line, directory);
    }

    /**
     * How it ended.
     *
     * @param exitCode -1 where it was killed
     * @param stopped why it was killed
     */
    record Ended(int exitCode, Optional<Finding> stopped) {}

    /** Writes a tool's standard input; runs on a thread of its own. */
    interface Feeder {
        void feed(OutputStream input) throws IOException, InterruptedException;
    }

    /**
     * Runs it to its end, or until the watch says stop.
     *
     * @param feeder null for a tool that reads no input
     * @throws FindingException where it cannot be started, or the drill was interrupted
     */
    Ended run(@Nullable Feeder feeder, Watch watch) {
        Contained process = start();
        ToolThread errors = reading(process.errors(), errorLine);
        ToolThread output =
                reading(process.output(), ownDirectory == null ? line -> {} : errorLine);
        Feeding feeding = new Feeding(process.input(), feeder);
        try {
            Optional<Finding> stopped = await(process, watch);
            stopped.ifPresent(reason -> process.kill());
            join(errors);
            join(output);
            errors.rethrow();
            output.rethrow();
            if (stopped.isEmpty()) {
                stopped = feeding.failure();
            }
            return new Ended(stopped.isPresent() ? -1 : process.exitCode(), stopped);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FindingException(
                    Finding.of(FindingCode.INTERRUPTED, null, "the restore was interrupted"), e);
        } finally {
            process.kill();
            feeding.stop();
        }
    }

    private Contained start() {
        Path directory = ownDirectory;
        if (directory != null) {
            try {
                return Sandbox.startOwn(command, environment, directory);
            } catch (IOException e) {
                throw cannotStart(e);
            }
        }
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put("LC_ALL", "C");
        all.put("PATH", "/usr/bin:/bin");
        all.put("HOME", "/");
        try {
            return Sandbox.start(command, all, Path.of("/"), reach);
        } catch (IOException e) {
            throw cannotStart(e);
        }
    }

    private FindingException cannotStart(IOException e) {
        return new FindingException(
                Finding.of(
                        FindingCode.RESTORE_TOOL_FAILED,
                        null,
                        "cannot start \"%s\": %s".formatted(command.getFirst(), e.getMessage())),
                e);
    }

    private static Optional<Finding> await(Contained process, Watch watch)
            throws InterruptedException {
        while (process.isAlive()) {
            Optional<Finding> stop = watch.look(process.handle());
            if (stop.isPresent()) {
                return stop;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return Optional.empty();
    }

    private static void join(ToolThread reader) throws InterruptedException {
        reader.join(LAST_WORDS_MILLIS);
    }

    private static ToolThread reading(InputStream stream, Consumer<String> line) {
        return ToolThread.start("muster-tool-output", () -> ToolWords.read(stream, line));
    }
}
