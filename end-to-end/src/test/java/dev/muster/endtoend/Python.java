package dev.muster.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.muster.servers.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs what only Python has: the SAM translator, cfn-lint, and a client for CloudFormation. */
final class Python {
    /** The project's root, where template.yaml lies. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Python() {}

    /** What a run left: its exit code and all it printed. */
    record Run(int exitCode, String out, String err) {}

    /** Runs a script of this module and reads the JSON that it prints. */
    static JsonNode json(String script, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add("python3");
        command.add(Path.of("src/test/python", script).toAbsolutePath().toString());
        command.addAll(arguments);
        Run run = run(command);
        if (run.exitCode != 0) {
            throw new IOException(script + " exited " + run.exitCode + ": " + run.err);
        }
        return new JsonMapper().readTree(run.out);
    }

    /** Fails the assumption, by name, where a Python module is not on this machine. */
    static void needs(String module) throws InterruptedException {
        boolean there;
        try {
            there = run(List.of("python3", "-c", "import " + module)).exitCode == 0;
        } catch (IOException _) {
            there = false;
        }
        Assumptions.assumeTrue(there, "python3 with " + module + " is not on this machine");
    }

    static Run run(List<String> command) throws IOException, InterruptedException {
        try (TemporaryFolder folder = TemporaryFolder.make()) {
            Path out = folder.path().resolve("out");
            Path err = folder.path().resolve("err");
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(ROOT.toFile())
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile());
            builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
            Process process = builder.start();
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("does not end: " + command);
            }
            return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
        }
    }
}
