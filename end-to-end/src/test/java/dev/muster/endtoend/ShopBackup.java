package dev.muster.endtoend;

import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.Installations;
import dev.muster.servers.PostgresCluster;
import dev.muster.servers.PostgresOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        Path bin = installed.getFirst().bin();
        try (PostgresCluster shop = PostgresCluster.start(PostgresOptions.of(bin))) {
            shop.sql("postgres", SHOP);
            Path dump = shop.folder().resolve("shop.dump");
            shop.program("pg_dump", "-Fc", "-f", dump.toString(), "postgres");
            return Files.readAllBytes(dump);
        }
    }
}
