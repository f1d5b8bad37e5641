package dev.muster.cli.demo;

import dev.muster.contract.MusterException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Takes backups as the shop's own job does: pg_dump's custom format, gzip, Fernet. */
final class BackupJob {
    private static final Duration STALE = Duration.ofDays(400);
    private static final String ERROR_TEXT =
            """
            pg_dump: error: connection to server at "db.shop.example" (192.0.2.7), port 5432 failed: Connection refused
            \tIs the server running on that host and accepting TCP/IP connections?
            """;

    private final List<String> pgDump;
    private final Map<String, String> environment;
    private final FernetKey key;

    /**
     * @param pgDump the program with what it needs to reach the database
     * @param environment of the program, all of it
     */
    BackupJob(List<String> pgDump, Map<String, String> environment, FernetKey key) {
        this.pgDump = List.copyOf(pgDump);
        this.environment = Map.copyOf(environment);
        this.key = key;
    }

    /** Writes the backup of one moment to a file. */
    void run(String snapshot, List<String> options, Pipeline pipeline, Instant at, Path file)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(pgDump);
        command.add("--format=custom");
        command.add("--compress=1"); // A demo is watched: a few MB more are worth the seconds.
        if (!snapshot.isEmpty()) {
            command.add("--snapshot=" + snapshot);
        }
        command.addAll(options);
        Path complaints = Files.createTempFile("muster-demo-", ".log");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectInput(Redirect.from(nowhere()));
            builder.redirectError(complaints.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            try (InputStream dump = process.getInputStream()) {
                write(dump, pipeline, at, file);
            } catch (IOException e) {
                process.destroy();
                throw e;
            }
            if (process.waitFor() != 0) {
                throw failed(process.exitValue(), Files.readString(complaints));
            }
        } finally {
            Files.delete(complaints);
        }
    }

    private static java.io.File nowhere() {
        return Path.of("/dev/null").toFile();
    }

    private void write(InputStream dump, Pipeline pipeline, Instant at, Path file)
            throws IOException {
        Instant dumpedAt = pipeline == Pipeline.OLD_DUMP ? at.minus(STALE) : at;
        try (OutputStream stored = Files.newOutputStream(file);
                OutputStream encrypted = encrypted(stored, pipeline, at);
                OutputStream gzipped = new FastGzip(encrypted);
                OutputStream archive = new ArchiveClock(gzipped, dumpedAt)) {
            switch (pipeline) {
                case ERROR_TEXT -> {
                    dump.transferTo(OutputStream.nullOutputStream());
                    gzipped.write(ERROR_TEXT.getBytes(StandardCharsets.UTF_8));
                }
                case HALF_A_DUMP -> firstHalf(dump).transferTo(archive);
                default -> dump.transferTo(archive);
            }
        }
    }

    private OutputStream encrypted(OutputStream stored, Pipeline pipeline, Instant at)
            throws IOException {
        return switch (pipeline) {
            case NO_ENCRYPTION -> stored;
            case OTHER_KEY -> new FernetOutput(stored, FernetKey.random(), at);
            default -> new FernetOutput(stored, key, at);
        };
    }

    private static InputStream firstHalf(InputStream dump) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        dump.transferTo(whole);
        byte[] bytes = whole.toByteArray();
        return new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length / 2));
    }

    private static MusterException failed(int exit, String complaints) {
        return new MusterException(
                "DEMO_DUMP_FAILED",
                "pg_dump exited "
                        + exit
                        + "; "
                        + complaints.lines().findFirst().orElse("it said nothing"),
                "run `muster doctor`");
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
