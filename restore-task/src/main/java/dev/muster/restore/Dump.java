package dev.muster.restore;

import dev.muster.restore.postgres.sandbox.Contained;
import dev.muster.restore.postgres.sandbox.Sandbox;
import dev.muster.restore.postgres.server.Server;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Dumps a database of the drill's own server with pg_dump. */
final class Dump {
    private static final Duration END = Duration.ofSeconds(60);

    private final Server server;

    Dump(Server server) {
        this.server = server;
    }

    /** Whether this machine has the program. */
    boolean possible() {
        return server.installation().program("pg_dump").toFile().canExecute();
    }

    /**
     * Writes the dump.
     *
     * @throws IOException also where pg_dump fails
     */
    void write(String database, List<String> options, OutputStream to)
            throws IOException, InterruptedException {
        Path program = server.installation().program("pg_dump");
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(options);
        command.add("--dbname=" + database);
        // A trigger on login that was restored may refuse whoever is not the source's own.
        Map<String, String> environment = new LinkedHashMap<>(server.restoreEnvironment(0, true));
        environment.put("LC_ALL", "C");
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("HOME", "/");
        Contained process =
                Sandbox.start(command, environment, Path.of("/"), server.clientReach(program));
        try {
            process.input().close();
            Thread errors =
                    Thread.ofPlatform()
                            .daemon()
                            .name("muster-dump-errors")
                            .start(() -> discard(process));
            process.output().transferTo(to);
            if (!process.awaitEnd(END) || process.exitCode() != 0) {
                throw new IOException("pg_dump failed");
            }
            errors.join(END.toMillis());
        } finally {
            process.kill();
        }
    }

    private static void discard(Contained process) {
        try {
            process.errors().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            return; // The program is gone, and with it its words.
        }
    }
}
