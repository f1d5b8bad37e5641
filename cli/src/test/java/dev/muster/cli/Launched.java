package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.servers.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Muster in processes of its own, for what takes hold of a whole process; none outlives its test.
 */
public final class Launched implements AfterEachCallback {
    private final List<Process> started = new ArrayList<>();

    /** Starts it with more variables; all that it says goes to the log. */
    public Process start(Path log, Map<String, String> variables, List<String> arguments)
            throws IOException {
        ProcessBuilder builder = muster(List.of(), arguments).redirectErrorStream(true);
        builder.environment().putAll(variables);
        return noted(builder.redirectOutput(log.toFile()).start());
    }

    /** Starts it; what it says on standard error goes to the log, and nobody reads its output. */
    Process startUnread(Path log, List<String> arguments) throws IOException {
        return noted(muster(List.of(), arguments).redirectError(log.toFile()).start());
    }

    private Process noted(Process process) {
        started.add(process);
        return process;
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        for (Process each : started) {
            // SIGTERM: it stops its servers and removes what it has made.
            each.destroy();
            if (!each.waitFor(1, TimeUnit.MINUTES)) {
                each.destroyForcibly();
            }
        }
        started.clear();
    }

    /** Runs it to its end. */
    static Session run(List<String> javaOptions, List<String> arguments)
            throws IOException, InterruptedException {
        try (TemporaryFolder folder = TemporaryFolder.make()) {
            Path log = folder.path().resolve("log");
            Process process = muster(javaOptions, arguments).redirectError(log.toFile()).start();
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("it did not end within 3 min: " + arguments);
            }
            return new Session(process.exitValue(), out, Files.readString(log));
        }
    }

    private static ProcessBuilder muster(List<String> javaOptions, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add("dev.muster.cli.Main");
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }
}
