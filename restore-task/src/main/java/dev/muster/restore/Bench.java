package dev.muster.restore;

import dev.muster.contract.result.DrillResult;
import dev.muster.restore.archive.ArchiveFormat;
import dev.muster.restore.archive.TocEntry;
import dev.muster.restore.postgres.server.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A proven backup, restored and still standing: copies of it can be made, changed, and verified
 * against the archive, the plan and whatever else the drill compares with, as the drill itself did.
 */
public final class Bench {
    private static final String COPY = "muster_mutant";

    private final DrillResult proven;
    private final Material material;
    private final Server server;
    private final List<RestoredDatabase> restored;
    private final Function<List<RestoredDatabase>, DrillResult> verifying;

    Bench(
            DrillResult proven,
            Material material,
            Server server,
            List<RestoredDatabase> restored,
            Function<List<RestoredDatabase>, DrillResult> verifying) {
        this.proven = proven;
        this.material = material;
        this.server = server;
        this.restored = List.copyOf(restored);
        this.verifying = verifying;
    }

    /** What the drill found before anything was changed. */
    public DrillResult proven() {
        return proven;
    }

    /** The archive as it came out of its layers: a file, or a directory. Not to be changed. */
    public Path payload() {
        return material.archive().payload();
    }

    /** Whether the archive is one file. */
    public boolean isFile() {
        return Files.isRegularFile(payload());
    }

    /** Whether the archive is SQL, which has neither a header nor a table of contents. */
    public boolean isSql() {
        return material.archive().format().isSql();
    }

    /**
     * Where a custom archive's data begin: behind its table of contents. -1 where there is no such
     * place, or where the archive does not say.
     */
    public long dataOffset() {
        if (material.archive().format() != ArchiveFormat.CUSTOM) {
            return -1;
        }
        return material.archive().databases().stream()
                .flatMap(database -> database.entries().stream())
                .mapToLong(TocEntry::offset)
                .filter(offset -> offset > 0)
                .min()
                .orElse(-1);
    }

    /** The restored databases, the one with the most entries first. */
    public List<String> databases() {
        return restored.stream()
                .sorted(
                        Comparator.comparingInt(
                                        (RestoredDatabase d) -> d.contents().entries().size())
                                .reversed())
                .map(RestoredDatabase::name)
                .toList();
    }

    /** The program that dumps from this server, with all that it needs to reach it. */
    public List<String> pgDump(String database) {
        return List.of(
                server.installation().program("pg_dump").toString(), "--dbname=" + database);
    }

    /** Whether this machine can dump from it. */
    public boolean dumps() {
        return server.installation().programs().contains("pg_dump");
    }

    /** All of a program's environment. */
    public Map<String, String> clientEnvironment() {
        return server.clientEnvironment();
    }

    /**
     * Copies a restored database on its server. Only one copy exists at a time.
     *
     * @throws SQLException where the server cannot
     */
    public Copy copy(String database) throws SQLException {
        drop();
        administer("CREATE DATABASE " + COPY + " TEMPLATE " + quoted(database));
        return new Copy(database);
    }

    /** Makes a database that holds nothing, in place of a copy. */
    public Copy empty(String database) throws SQLException {
        drop();
        administer("CREATE DATABASE " + COPY + " TEMPLATE template0");
        return new Copy(database);
    }

    private void drop() throws SQLException {
        administer(
                "DROP DATABASE IF EXISTS " + COPY + (server.major() < 13 ? "" : " WITH (FORCE)"));
    }

    private void administer(String sql) throws SQLException {
        try (Connection connection = server.connect(server.maintenanceDatabase());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A copy of one database, free to be changed. */
    public final class Copy implements AutoCloseable {
        private final String original;

        private Copy(String original) {
            this.original = original;
        }

        /** The database that it was copied from. */
        public String original() {
            return original;
        }

        /** Its name on the server. */
        public String name() {
            return COPY;
        }

        /** A connection of a superuser, which the caller closes. */
        public Connection connect() throws SQLException {
            return server.connect(COPY);
        }

        /** Verifies it in place of the one that it was copied from. */
        public DrillResult verify() {
            List<RestoredDatabase> databases = new ArrayList<>();
            for (RestoredDatabase each : restored) {
                databases.add(
                        each.name().equals(original)
                                ? new RestoredDatabase(each.contents(), COPY, each.outcome())
                                : each);
            }
            return verifying.apply(databases);
        }

        @Override
        public void close() throws SQLException {
            drop();
        }
    }
}
