package dev.muster.restore.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the programs whose files must be understood, where they are installed. */
final class Tool {
    private Tool() {}

    /** What the program makes of the input; without the program the test is skipped, naming it. */
    static byte[] run(Path work, byte[] input, String... command) {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(dir -> Files.isExecutable(Path.of(dir, command[0]))),
                command[0] + " is not installed");
        try {
            Path in = Files.createTempFile(work, "in", ".bin");
            Path out = Files.createTempFile(work, "out", ".bin");
            Files.write(in, input);
            ProcessBuilder builder = new ProcessBuilder(List.of(command));
            builder.environment().put("GNUPGHOME", gnupgHome(work).toString());
            Process process =
                    builder.redirectInput(in.toFile())
                            .redirectOutput(out.toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            return Files.readAllBytes(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path gnupgHome(Path work) throws IOException {
        // gpg's agent listens on a socket, whose path must be short.
        Path home = work.resolve("g");
        if (!Files.exists(home)) {
            Files.createDirectory(home);
            Files.setPosixFilePermissions(
                    home, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        }
        return home;
    }
}
