package dev.muster.endtoend;

import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.Installations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Makes a small shop in a PostgreSQL of its own, and dumps it as a backup job does. */
final class ShopBackup {
    private static final String SHOP =
            """
            CREATE TABLE tenants (id int PRIMARY KEY, name text NOT NULL);
            CREATE TABLE sales (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                tenant int NOT NULL REFERENCES tenants,
                amount numeric(10, 2) NOT NULL CHECK (amount > 0));
            INSERT INTO tenants SELECT i, 'tenant ' || i FROM generate_series(1, 20) i;
            INSERT INTO sales (tenant, amount) SELECT 1 + i % 20, 1 + i FROM generate_series(1, 5000) i;
            """;

    private ShopBackup() {}

    /** The archive that {@code pg_dump -Fc} writes. */
    static byte[] dump() throws IOException, InterruptedException {
        List<Installation> installed = Installations.find(System.getenv()).all();
        Assumptions.assumeFalse(installed.isEmpty(), "PostgreSQL is not installed");
        Installation postgres = installed.getFirst();
        Path home = Files.createTempDirectory("muster-shop");
        try {
            if (root()) {
                run(List.of("chown", "postgres", home.toString()));
            }
            String data = home.resolve("data").toString();
            String dump = home.resolve("shop.dump").toString();
            program(postgres, "initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-sync");
            String options = "-k " + home + " -c listen_addresses= -c fsync=off";
            program(
                    postgres,
                    "pg_ctl",
                    "-D",
                    data,
                    "-l",
                    home.resolve("log").toString(),
                    "-w",
                    "-o",
                    options,
                    "start");
            try {
                program(
                        postgres,
                        "psql",
                        "-X",
                        "-q",
                        "-h",
                        home.toString(),
                        "-U",
                        "postgres",
                        "-c",
                        SHOP,
                        "postgres");
                program(
                        postgres,
                        "pg_dump",
                        "-h",
                        home.toString(),
                        "-U",
                        "postgres",
                        "-Fc",
                        "-f",
                        dump,
                        "postgres");
            } finally {
                program(postgres, "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop");
            }
            return Files.readAllBytes(Path.of(dump));
        } finally {
            try (Stream<Path> files = Files.walk(home)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void program(Installation postgres, String name, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (root()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(postgres.program(name).toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("muster-shop", ".out");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(Path.of("/").toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(out.toFile())
                            .start();
            if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(command + ": " + Files.readString(out));
            }
        } finally {
            Files.delete(out);
        }
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }
}
