package dev.muster.restore.postgres.restore;

import dev.muster.restore.postgres.server.Installation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The command lines of pg_restore. */
final class PgRestoreCommand {
    private PgRestoreCommand() {}

    /**
     * Restores.
     *
     * @param owners whether objects are given to their owners; else all belong to who restores
     */
    static List<String> restore(
            Installation installation,
            Payload.Archive archive,
            String database,
            int jobs,
            boolean owners) {
        List<String> command = base(installation, archive);
        if (!owners) {
            command.add("--no-owner");
        }
        command.add("--dbname=" + connectionString(database));
        command.add("--no-password");
        command.add("--no-tablespaces");
        command.add("--verbose");
        // pg_restore refuses several jobs for a tar archive.
        if (jobs > 1 && archive.format() != Payload.Format.TAR) {
            command.add("--jobs=" + jobs);
        }
        command.add(archive.path().toString());
        return command;
    }

    static List<String> readThrough(Installation installation, Payload.Archive archive) {
        List<String> command = base(installation, archive);
        command.add("--file=/dev/null");
        command.add(archive.path().toString());
        return command;
    }

    private static List<String> base(Installation installation, Payload.Archive archive) {
        Path program = installation.program("pg_restore");
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.add("--format=" + archive.format().name().toLowerCase(Locale.ROOT));
        return command;
    }

    // A database's name may itself look like a connection string.
    static String connectionString(String database) {
        return "dbname='" + database.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
