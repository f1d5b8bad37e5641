package dev.muster.restore.postgres.restore;

import dev.muster.restore.postgres.server.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The command line of psql, and what this psql can do. */
final class PsqlCommand {
    static final String APPLICATION = "muster_psql";

    private static final Map<Path, Boolean> RESTRICTS = new ConcurrentHashMap<>();

    private PsqlCommand() {}

    static List<String> run(Installation installation, String database) {
        return command(installation, database, "0");
    }

    /** What is rehearsed ends at its first error, as a migration does. */
    static List<String> migration(Installation installation, String database) {
        return command(installation, database, "1");
    }

    // The script comes on standard input with its lines numbered; nothing else is read.
    private static List<String> command(
            Installation installation, String database, String stopAtErrors) {
        return List.of(
                installation.program("psql").toString(),
                "--no-psqlrc",
                "--quiet",
                "--no-password",
                "--echo-errors",
                "--set=ON_ERROR_STOP=" + stopAtErrors,
                "--set=VERBOSITY=verbose",
                "--set=SHOW_CONTEXT=errors",
                "--output=/dev/null",
                "--file=-",
                "--dbname=" + PgRestoreCommand.connectionString(database));
    }

    /** Whether it knows {@code \restrict}: 15.14, 16.10, 17.6 and later, and 18. */
    static boolean restricts(Installation installation) {
        return RESTRICTS.computeIfAbsent(
                installation.program("psql"),
                psql -> {
                    try {
                        String text = Files.readString(psql, StandardCharsets.ISO_8859_1);
                        return text.contains("unrestrict");
                    } catch (IOException e) {
                        return false;
                    }
                });
    }
}
