package dev.muster.cli;

import dev.muster.manifest.ManifestFile;
import dev.muster.manifest.take.PgDumpCommand;
import dev.muster.manifest.take.TakeManifest;
import dev.muster.manifest.take.TakeOrder;
import dev.muster.manifest.take.Taken;
import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.Installations;
import dev.muster.restore.postgres.server.ThrowawayServer;
import dev.muster.restore.postgres.server.WorkDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** A database with one of everything, its dump, and the manifest that was taken with it. */
final class Warehouse implements AutoCloseable {
    private static final String DATABASE = "warehouse";

    private final Path folder;
    private final WorkDirectory work;
    private final ThrowawayServer server;
    private final Path key;

    /** Makes the database; the dump and its manifest come with {@link #back}. */
    Warehouse(Path folder) throws Exception {
        this(folder, "warehouse.sql");
    }

    /** The same with another script's database. */
    Warehouse(Path folder, String script) throws Exception {
        this.folder = folder;
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        key = pem(folder.resolve("manifest.key"), "PRIVATE KEY", keys.getPrivate());
        pem(folder.resolve("manifest.pub"), "PUBLIC KEY", keys.getPublic());
        work =
                WorkDirectory.create(
                        "warehouse-" + UUID.randomUUID().toString().substring(0, 8), Map.of());
        server = ThrowawayServer.start(installation(), work, 2);
        execute("postgres", "CREATE DATABASE " + DATABASE + " TEMPLATE template0 ENCODING 'UTF8'");
        execute(DATABASE, read(script));
    }

    private static Installation installation() {
        return Installations.find(System.getenv()).all().stream()
                .filter(Installation::complete)
                .findFirst()
                .orElseThrow();
    }

    private static String read(String name) throws IOException {
        try (InputStream script = Warehouse.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Runs statements in the database. */
    void execute(String sql) throws SQLException {
        execute(DATABASE, sql);
    }

    private void execute(String database, String sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Dumps it with its manifest beside it, as a backup job would; gives the dump's place. */
    Path back(String name, String... options) throws Exception {
        Path dump = folder.resolve(name);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                server.installation().program("pg_dump").toString(),
                                "-Fc",
                                "-f",
                                dump.toString(),
                                "-d",
                                DATABASE));
        command.addAll(List.of(options));
        TakeOrder order =
                new TakeOrder(
                        () -> server.connect(DATABASE),
                        PgDumpCommand.of(command),
                        server.clientEnvironment(),
                        null,
                        2,
                        0,
                        "test",
                        () -> false,
                        _ -> {});
        Taken taken = TakeManifest.run(order, OutputStream.nullOutputStream());
        Files.write(
                manifest(dump),
                ManifestFile.sign(taken.manifest(), Files.readAllBytes(key), "the test's key"));
        return dump;
    }

    /** Dumps the whole server, of which no manifest can be taken; gives the dump's place. */
    Path backAll(String name) throws IOException, InterruptedException {
        Path dump = folder.resolve(name);
        ProcessBuilder builder =
                new ProcessBuilder(
                        server.installation().program("pg_dumpall").toString(),
                        "-f",
                        dump.toString());
        builder.environment().putAll(server.clientEnvironment());
        Process process = builder.inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException("pg_dumpall exited " + process.exitValue());
        }
        return dump;
    }

    /** Where the manifest of a dump lies. */
    static Path manifest(Path dump) {
        return dump.resolveSibling(dump.getFileName() + ".manifest.json");
    }

    /** Where the key lies that manifests are verified with. */
    Path publicKey() {
        return folder.resolve("manifest.pub");
    }

    private static Path pem(Path file, String kind, Key key)
            throws IOException, GeneralSecurityException {
        return Files.writeString(
                file,
                "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                        .formatted(
                                kind,
                                Base64.getMimeEncoder().encodeToString(key.getEncoded()),
                                kind));
    }

    @Override
    public void close() {
        server.close();
        work.close();
    }
}
