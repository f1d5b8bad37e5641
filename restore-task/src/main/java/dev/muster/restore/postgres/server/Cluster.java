package dev.muster.restore.postgres.server;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.restore.postgres.sandbox.Contained;
import dev.muster.restore.postgres.sandbox.Reach;
import dev.muster.restore.postgres.sandbox.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A data directory made by initdb, and the start of a server on it. */
final class Cluster {
    private static final int INITDB_SECONDS = 120;

    private final Installation installation;
    private final Path directory;
    private final Path data;

    Cluster(Installation installation, Path directory) {
        this.installation = installation;
        this.directory = directory;
        this.data = directory.resolve("data");
    }

    Path data() {
        return data;
    }

    // Runs without a reach: it needs a shell, and it runs nothing of a backup.
    void initialise(String superuser, Path passwordFile) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(installation.program("initdb").toString());
        command.addAll(List.of("-D", data.toString(), "-U", superuser));
        command.addAll(List.of("--pwfile=" + passwordFile, "--auth=scram-sha-256"));
        command.addAll(List.of("--encoding=UTF8", "--no-locale", "--no-sync"));
        if (installation.major() >= 18) {
            command.add("--no-data-checksums");
        }
        Contained process = Sandbox.start(command, environment(), directory, null);
        process.input().close();
        ServerLog output = new ServerLog(process.output());
        ServerLog errors = new ServerLog(process.errors());
        try {
            if (!process.awaitEnd(Duration.ofSeconds(INITDB_SECONDS))) {
                throw failed("initdb did not end within " + INITDB_SECONDS + " s", errors);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("initdb was interrupted", errors);
        } finally {
            process.kill();
        }
        if (process.exitCode() != 0) {
            output.last(1);
            throw failed("initdb exited " + process.exitCode(), errors);
        }
        Files.writeString(
                data.resolve("pg_hba.conf"),
                "local all all scram-sha-256\n",
                StandardCharsets.US_ASCII);
    }

    Contained start(List<String> settings, Path sockets) throws IOException {
        List<String> command = new ArrayList<>();
        Path program = installation.program("postgres");
        command.addAll(List.of(program.toString(), "-D", data.toString()));
        command.addAll(settings);
        Reach reach =
                Reach.ofProgram(program)
                        .andRead(
                                installation.bin().resolveSibling("lib"),
                                installation.bin().resolveSibling("share"),
                                installation.bin())
                        .andWrite(data, sockets);
        Map<String, String> environment = new HashMap<>(environment());
        // Sorts and hash tables walk hundreds of megabytes at random: with pages of 2 MB they miss
        // far less. Other libraries than glibc, and its versions before 2.35, pass it by.
        environment.put("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
        return Sandbox.start(command, environment, directory, reach);
    }

    private Map<String, String> environment() {
        return Map.of(
                "LC_ALL", "C",
                "PATH", "/usr/bin:/bin",
                "HOME", directory.toString(),
                "TMPDIR", data.toString(),
                "TZ", "UTC");
    }

    static FindingException failed(String what, ServerLog log) {
        return new FindingException(
                Finding.of(FindingCode.SERVER_START_FAILED, null, what + lastWords(log.last(4))));
    }

    static String lastWords(List<String> lines) {
        return lines.isEmpty() ? "" : "; its last words: " + String.join(" / ", lines);
    }
}
