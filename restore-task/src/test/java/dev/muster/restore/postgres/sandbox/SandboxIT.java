package dev.muster.restore.postgres.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxIT {
    private static final Path CAT = Path.of("/bin/cat");

    @TempDir private Path directory;

    @BeforeEach
    void open() throws IOException {
        assumeThat(Sandbox.contains()).as("Landlock, in Linux 5.13 and later").isTrue();
        assumeThat(CAT).exists();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String output(List<String> command, Map<String, String> env, Reach reach)
            throws IOException {
        Contained process = Sandbox.start(command, env, Path.of("/"), reach);
        process.input().close();
        String text =
                new String(process.output().readAllBytes(), StandardCharsets.UTF_8)
                        + new String(process.errors().readAllBytes(), StandardCharsets.UTF_8);
        process.kill();
        return text;
    }

    @Test
    void aFileIsReadOnlyWhereItIsGranted() throws Exception {
        Path granted = Files.writeString(directory.resolve("granted"), "yes");
        Path other = Files.writeString(directory.resolve("other"), "secret");
        Reach reach = Reach.ofProgram(CAT.toRealPath()).andRead(granted);
        List<String> command =
                List.of(CAT.toRealPath().toString(), granted.toString(), other.toString());
        assertThat(output(command, Map.of(), reach)).contains("yes").doesNotContain("secret");
    }

    @Test
    void aProgramIsStartedOnlyWhereItIsGranted() throws Exception {
        List<String> shell = List.of("/bin/sh", "-c", "echo it; echo runs");
        assertThat(output(shell, Map.of(), Reach.ofProgram(Path.of("/bin/sh").toRealPath())))
                .isEqualTo("it\nruns\n");
        Reach other = Reach.ofProgram(CAT.toRealPath());
        if (Account.forPrograms().isPresent()) {
            assertThat(output(shell, Map.of(), other)).contains("Permission denied");
        } else {
            assertThatThrownBy(() -> output(shell, Map.of(), other))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void theEnvironmentIsEmptyButForWhatIsGiven() throws Exception {
        Path env = Path.of("/usr/bin/env");
        assumeThat(env).exists();
        String seen =
                output(
                        List.of(env.toRealPath().toString()),
                        Map.of("PGHOST", "here"),
                        Reach.ofProgram(env.toRealPath()));
        assertThat(seen.strip()).isEqualTo("PGHOST=here");
    }

    @Test
    void onlyTheStartedProgramIsRestricted() throws Exception {
        output(
                List.of(CAT.toRealPath().toString(), "/dev/null"),
                Map.of(),
                Reach.ofProgram(CAT.toRealPath()));
        Path file = Files.writeString(directory.resolve("mine"), "still writable");
        assertThat(Files.readString(file)).isEqualTo("still writable");
    }

    @Test
    void noSocketLeavesTheMachine() throws Exception {
        assumeThat(Seccomp.available()).as("seccomp filters").isTrue();
        Path python = Path.of("/usr/bin/python3");
        assumeThat(python).as("python3").exists();
        String script =
                """
                import socket
                for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_UNIX):
                    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                        try:
                            socket.socket(family, kind).close()
                            print(family.name, kind.name, "opened")
                        except OSError as e:
                            print(family.name, kind.name, e.errno)
                """;
        List<String> command = List.of(python.toRealPath().toString(), "-I", "-S", "-c", script);
        Reach reach = Reach.ofProgram(python.toRealPath());
        assertThat(output(command, Map.of(), reach).lines())
                .containsExactlyInAnyOrder(
                        "AF_INET SOCK_STREAM 97",
                        "AF_INET SOCK_DGRAM 97",
                        "AF_INET6 SOCK_STREAM 97",
                        "AF_INET6 SOCK_DGRAM 97",
                        "AF_NETLINK SOCK_STREAM 97",
                        "AF_NETLINK SOCK_DGRAM 97",
                        "AF_UNIX SOCK_STREAM opened",
                        "AF_UNIX SOCK_DGRAM opened");
        assertThat(output(command, Map.of(), reach.andConnect(5432)))
                .contains("AF_INET SOCK_STREAM opened");
    }

    @Test
    void rootsProgramsRunAsAnotherUser() throws Exception {
        assumeThat(Account.forPrograms()).as("runs as root").isPresent();
        Path id = Path.of("/usr/bin/id");
        String seen = output(List.of(id.toString(), "-u"), Map.of(), Reach.ofProgram(id));
        assertThat(seen.strip())
                .isEqualTo(String.valueOf(Account.forPrograms().orElseThrow().uid()));
    }

    @Test
    void aProgramThatLoopsCanBeWatchedAndKilled() throws Exception {
        Path shell = Path.of("/bin/sh").toRealPath();
        Contained process =
                Sandbox.start(
                        List.of(shell.toString(), "-c", "while :; do :; done"),
                        Map.of(),
                        Path.of("/"),
                        Reach.ofProgram(shell));
        assertThat(process.awaitEnd(Duration.ofSeconds(1))).isFalse();
        assertThat(process.handle().info().totalCpuDuration()).isPresent();
        process.kill();
        assertThat(process.awaitEnd(Duration.ofSeconds(10))).isTrue();
    }
}
