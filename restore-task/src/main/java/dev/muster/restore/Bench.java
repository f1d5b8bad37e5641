package dev.muster.restore;

import dev.muster.contract.result.DrillResult;
import dev.muster.restore.archive.ArchiveFormat;
import dev.muster.restore.archive.TocEntry;
import dev.muster.restore.postgres.server.Server;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proven backup, restored and still standing: copies of it can be made, changed, and verified
 * against the archive, the plan and whatever else the drill compares with, as the drill itself did.
 */
public final class Bench {
    private static final String COPY = "muster_mutant";
    private static final String ASIDE = "muster_aside";

    /** Databases can be renamed from it, "postgres" included. */
    private static final String BESIDE = "template1";

    private final DrillResult proven;
    private final Material material;
    private final Server server;
    private final List<RestoredDatabase> restored;
    private final Duration left;
    private final Verifying verifying;
    private final Dump dump;

    /** Verifies databases in place of those that were restored, until a time. */
    @FunctionalInterface
    interface Verifying {
        DrillResult verify(List<RestoredDatabase> databases, Instant until);
    }

    Bench(
            DrillResult proven,
            Material material,
            Server server,
            List<RestoredDatabase> restored,
            Duration left,
            Verifying verifying) {
        this.proven = proven;
        this.material = material;
        this.server = server;
        this.restored = List.copyOf(restored);
        this.left = left;
        this.verifying = verifying;
        dump = new Dump(server);
    }

    /** What the drill found before anything was changed. */
    public DrillResult proven() {
        return proven;
    }

    /** How much of the drill's time the plan leaves. */
    public Duration left() {
        return left;
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

    /** Whether the backup says what this database was called; a plain script does not. */
    public boolean isNamed(String database) {
        return of(database).contents().name() != null;
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

    /** In bytes. */
    public long size(String database) throws SQLException {
        try (Connection connection = server.connect(server.maintenanceDatabase());
                Statement statement = connection.createStatement();
                ResultSet answer =
                        statement.executeQuery(
                                "SELECT pg_database_size('%s')"
                                        .formatted(database.replace("'", "''")))) {
            answer.next();
            return answer.getLong(1);
        }
    }

    /** Whether this machine can dump what it has restored. */
    public boolean dumps() {
        return dump.possible();
    }

    /**
     * Dumps one of the restored databases.
     *
     * @throws IOException also where pg_dump fails
     */
    public void dump(String database, List<String> options, OutputStream to)
            throws IOException, InterruptedException {
        dump.write(database, options, to);
    }

    /**
     * Copies a restored database on its server. Only one copy exists at a time.
     *
     * @throws SQLException where the server cannot
     */
    public Copy copy(String database) throws SQLException {
        drop();
        administer("CREATE DATABASE " + COPY + " TEMPLATE " + quoted(database));
        return new Copy(of(database));
    }

    /** Makes a database that holds nothing, in place of a copy. */
    public Copy empty(String database) throws SQLException {
        drop();
        administer("CREATE DATABASE " + COPY + " TEMPLATE template0");
        return new Copy(of(database));
    }

    private RestoredDatabase of(String database) {
        return restored.stream()
                .filter(each -> each.name().equals(database))
                .findFirst()
                .orElseThrow();
    }

    private void drop() throws SQLException {
        administer(
                "DROP DATABASE IF EXISTS " + COPY + (server.major() < 13 ? "" : " WITH (FORCE)"));
    }

    private void administer(String... commands) throws SQLException {
        try (Connection connection = server.connect(BESIDE);
                Statement statement = connection.createStatement()) {
            for (String sql : commands) {
                statement.execute(sql);
            }
        }
    }

    private boolean exists(String database) throws SQLException {
        try (Connection connection = server.connect(BESIDE);
                Statement statement = connection.createStatement();
                ResultSet answer =
                        statement.executeQuery(
                                "SELECT FROM pg_database WHERE datname = '%s'"
                                        .formatted(database.replace("'", "''")))) {
            return answer.next();
        }
    }

    private static String rename(String database, String to) {
        return "ALTER DATABASE " + quoted(database) + " RENAME TO " + quoted(to);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A copy of one database, free to be changed. */
    public final class Copy implements AutoCloseable {
        private final RestoredDatabase original;

        private Copy(RestoredDatabase original) {
            this.original = original;
        }

        /** A connection of a superuser, which the caller closes. */
        public Connection connect() throws SQLException {
            return server.connect(COPY);
        }

        /** Verifies it in place of the one that it was copied from. */
        public DrillResult verify(Instant until) {
            List<RestoredDatabase> databases = new ArrayList<>();
            for (RestoredDatabase each : restored) {
                databases.add(
                        each.equals(original)
                                ? new RestoredDatabase(each.contents(), COPY, each.outcome())
                                : each);
            }
            return verifying.verify(databases, until);
        }

        /**
         * Dumps it, under the name of the database that the backup is of.
         *
         * @throws IOException also where pg_dump fails
         */
        public void dump(List<String> options, OutputStream to)
                throws IOException, InterruptedException, SQLException {
            @Nullable String named = original.contents().name();
            if (named == null || named.equals(COPY)) {
                dump.write(COPY, options, to);
                return;
            }
            boolean taken = exists(named);
            if (taken) {
                administer(rename(named, ASIDE));
            }
            try {
                administer(rename(COPY, named));
                try {
                    dump.write(named, options, to);
                } finally {
                    administer(rename(named, COPY));
                }
            } finally {
                if (taken) {
                    administer(rename(ASIDE, named));
                }
            }
        }

        @Override
        public void close() throws SQLException {
            drop();
        }
    }
}
