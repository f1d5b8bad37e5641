package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Proof;
import dev.muster.contract.Severity;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import dev.muster.servers.PostgresCluster;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Backups that restore without an error and hold other data than their source did: with a manifest
 * each is broken, while the source's own dumps are identical, whatever their format.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SilentDamageIT {
    static final String[] SHOP = {
        "CREATE EXTENSION citext",
        "CREATE TYPE state AS ENUM ('open', 'paid')",
        "CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL, mail citext UNIQUE,"
                + " joined timestamptz NOT NULL DEFAULT '2020-01-01 00:00:00+00')",
        "CREATE TABLE orders (id bigserial PRIMARY KEY, customer int NOT NULL REFERENCES customers,"
                + " amount numeric(10, 2) NOT NULL CHECK (amount >= 0), vat numeric NOT NULL DEFAULT"
                + " 4.99, state state NOT NULL DEFAULT 'open', made date NOT NULL) PARTITION BY RANGE"
                + " (id)",
        "CREATE TABLE orders_1 PARTITION OF orders FOR VALUES FROM (0) TO (3000)",
        "CREATE TABLE orders_2 PARTITION OF orders FOR VALUES FROM (3000) TO (100000)",
        "CREATE INDEX by_customer ON orders (customer)",
        "CREATE VIEW debts AS SELECT c.name, sum(o.amount) FROM customers c JOIN orders o ON"
                + " o.customer = c.id WHERE o.state = 'open' GROUP BY c.name",
        "CREATE MATERIALIZED VIEW days AS SELECT made, count(*) FROM orders GROUP BY made",
        "INSERT INTO customers SELECT i, 'name ' || i, 'c' || i || '@example.org', timestamptz"
                + " '2021-01-01 00:00+00' + i * interval '1 h' FROM generate_series(1, 500) i",
        "INSERT INTO orders (customer, amount, made) SELECT 1 + i % 500, i / 3.0, date"
                + " '2025-01-01' + i / 20 FROM generate_series(1, 6000) i",
        "REFRESH MATERIALIZED VIEW days",
        "SELECT lo_from_bytea(4711, '\\x00112233')",
    };

    @TempDir static Path directory = Path.of("unset");
    private PostgresCluster server;
    private SignedManifests manifests;
    private Path manifest;
    private Path dump;

    @BeforeAll
    void dumpAHealthyShop() throws Exception {
        server = SourceServer.start();
        server.sql("postgres", "CREATE DATABASE shop TEMPLATE template0 ENCODING 'UTF8'");
        server.sql("shop", SHOP);
        manifests = new SignedManifests(directory);
        dump = directory.resolve("shop.dump");
        manifest = directory.resolve("shop.dump.manifest.json");
        Session taken = take(manifest, "-Fc", "-Z0", "-f", dump.toString());
        assertThat(taken.exitCode()).as(taken.err()).isZero();
    }

    @AfterAll
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    private Session take(Path to, String... dumpOptions) throws IOException, InterruptedException {
        List<String> call = server.call("pg_dump", dumpOptions);
        call.add("shop");
        call.addFirst("--");
        return manifests.take(to, call);
    }

    private static List<FindingCode> errors(DrillResult result) {
        return result.findings().stream()
                .filter(f -> f.severity() == Severity.ERROR)
                .map(Finding::code)
                .toList();
    }

    @Test
    void theHealthyDumpIsIdentical() throws Exception {
        DrillResult result = manifests.drill(dump);
        assertThat(errors(result)).isEmpty();
        assertThat(result.proof()).isEqualTo(Proof.IDENTICAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Fp", "-Ft", "-Fd", "-Fc"})
    void dumpsOfEveryFormatShareTheManifestOfOne(String format) throws Exception {
        Path file = directory.resolve("again" + format);
        server.program("pg_dump", format, "-f", file.toString(), "shop");
        DrillResult result =
                manifests.drill(
                        file, "--manifest", manifest.toString(), "--manifest-bind", "database");
        assertThat(errors(result)).isEmpty();
        assertThat(result.proof()).isEqualTo(Proof.IDENTICAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Fp", "-Ft", "-Fc"})
    void aDumpThatWasPackedAfterwardsIsKnownByItsDigest(String format) throws Exception {
        Path file = directory.resolve("packed" + format);
        Path own = directory.resolve("packed" + format + ".manifest.json");
        assertThat(take(own, format, "-f", file.toString()).exitCode()).isZero();
        Path packed = directory.resolve("packed" + format + ".gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(file, out);
        }
        DrillResult result = manifests.drill(packed, "--manifest", own.toString());
        assertThat(errors(result)).isEmpty();
        assertThat(result.proof()).isEqualTo(Proof.IDENTICAL);
    }

    @Test
    void oneDatabaseOfAWholeClusterIsComparedAndTheOthersAreNot() throws Exception {
        Path all = directory.resolve("all.sql");
        server.program("pg_dumpall", "-f", all.toString());
        String[] options = {"--manifest", manifest.toString(), "--manifest-bind", "database"};
        DrillResult alone = manifests.drill(all, options);
        assertThat(errors(alone)).isEmpty();
        assertThat(alone.proof()).isEqualTo(Proof.IDENTICAL);

        server.sql("postgres", "CREATE DATABASE beside");
        server.sql("beside", "CREATE TABLE t AS SELECT 1 AS a");
        try {
            server.program("pg_dumpall", "-f", all.toString());
            DrillResult two = manifests.drill(all, options);
            assertThat(errors(two)).isEmpty();
            assertThat(two.proof()).isEqualTo(Proof.CONSISTENT);
        } finally {
            server.sql("postgres", "DROP DATABASE beside");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "CONTENT_LOST | public.orders_2 | DELETE FROM orders_2 WHERE id % 2 = 0",
                "CONTENT_LOST | public.orders_1 | TRUNCATE orders_1",
                "CONTENT_CHANGED | public.orders_1 | UPDATE orders SET amount = 0",
                "CONTENT_CHANGED | public.customers | UPDATE customers SET name = 'anonymous', mail ="
                        + " id::text",
                "CONTENT_CHANGED | public.customers | UPDATE customers SET joined = joined + interval"
                        + " '1 microsecond' WHERE id = 250",
                "CONTENT_LOST | public.orders_2 | DELETE FROM orders WHERE made > '2025-08-01'",
                "CONTENT_CHANGED | sequence public.orders_id_seq | SELECT setval('orders_id_seq', 9000)",
                "CONTENT_LOST | large objects | SELECT lo_unlink(4711)",
                "DEFINITION_CHANGED | column public.orders.vat | ALTER TABLE orders ALTER vat SET"
                        + " DEFAULT 4.89",
                "CONTENT_LOST | index public.by_customer | DROP INDEX by_customer",
                "CONTENT_LOST | constraint public.orders.orders_amount_check | ALTER TABLE orders DROP"
                        + " CONSTRAINT orders_amount_check",
                "DEFINITION_CHANGED | view public.debts | CREATE OR REPLACE VIEW debts AS SELECT c.name,"
                        + " sum(o.amount) FROM customers c JOIN orders o ON o.customer = c.id GROUP BY"
                        + " c.name",
            })
    void aDumpOfDamagedDataIsBroken(String code, String object, String damage) throws Exception {
        Path damaged = damagedBy(damage);
        String file = manifest.toString();

        DrillResult bound = manifests.drill(damaged, "--manifest", file);
        assertThat(bound.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(errors(bound)).containsExactly(FindingCode.MANIFEST_FOREIGN);

        DrillResult compared =
                manifests.drill(damaged, "--manifest", file, "--manifest-bind", "database");
        assertThat(compared.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(compared.cause()).isEqualTo(Cause.BACKUP);
        assertThat(compared.findings())
                .filteredOn(f -> f.code() == FindingCode.valueOf(code))
                .anySatisfy(
                        f -> assertThat(f.message() + f.object() + f.examples()).contains(object));
    }

    /** The dump of a copy of the shop that bears its name. */
    private Path damagedBy(String damage) throws IOException, InterruptedException {
        Path damaged = directory.resolve("damaged.dump");
        server.sql("postgres", "ALTER DATABASE shop RENAME TO healthy");
        try {
            server.sql("postgres", "CREATE DATABASE shop TEMPLATE healthy");
            server.sql("shop", damage);
            server.program("pg_dump", "-Fc", "-f", damaged.toString(), "shop");
        } finally {
            server.sql("postgres", "DROP DATABASE IF EXISTS shop");
            server.sql("postgres", "ALTER DATABASE healthy RENAME TO shop");
        }
        return damaged;
    }

    @ParameterizedTest
    @CsvSource({
        "DEFAULT 4.99, DEFAULT 4.89, DEFINITION_CHANGED, column public.orders",
        "c77@example.org, c78@example.net, CONTENT_CHANGED, public.customers"
    })
    void aByteThatChangedInTheFileIsBroken(String is, String was, String code, String object)
            throws Exception {
        String bytes = Files.readString(dump, StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains(is);
        Path flipped =
                Files.writeString(
                        directory.resolve("flipped.dump"),
                        bytes.replace(is, was),
                        StandardCharsets.ISO_8859_1);
        assertThat(manifests.drill(flipped).proof()).isNotEqualTo(Proof.IDENTICAL);
        DrillResult result =
                manifests.drill(
                        flipped, "--manifest", manifest.toString(), "--manifest-bind", "database");
        assertThat(result.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(result.findings())
                .filteredOn(f -> f.code() == FindingCode.valueOf(code))
                .anySatisfy(f -> assertThat(f.message() + f.object()).contains(object));
    }

    @Test
    void anotherDatabasesDumpUnderTheBackupsNameIsBroken() throws Exception {
        server.sql("postgres", "CREATE DATABASE northern TEMPLATE shop");
        Path file = directory.resolve("northern.dump");
        try {
            server.program("pg_dump", "-Fc", "-f", file.toString(), "northern");
        } finally {
            server.sql("postgres", "DROP DATABASE northern");
        }
        Files.copy(manifest, directory.resolve("northern.dump.manifest.json"));

        // It lies beside the backup, and nothing requires it.
        DrillResult beside = manifests.drill(file);
        assertThat(beside.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(beside.proof()).isEqualTo(Proof.CONSISTENT);
        assertThat(beside.findings())
                .filteredOn(f -> f.code() == FindingCode.MANIFEST_FOREIGN)
                .singleElement()
                .satisfies(f -> assertThat(f.severity()).isEqualTo(Severity.WARNING));

        DrillResult required =
                manifests.drill(
                        file, "--manifest", manifest.toString(), "--manifest-bind", "database");
        assertThat(required.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(errors(required)).containsExactly(FindingCode.MANIFEST_FOREIGN);
    }

    @Test
    void anOldDumpUnderAFreshNameIsBroken() throws Exception {
        Path fresh = directory.resolve("fresh.dump");
        server.sql("shop", "INSERT INTO orders (customer, amount, made) VALUES (1, 1, now())");
        Path today = directory.resolve("today.dump.manifest.json");
        try {
            assertThat(
                            take(today, "-Fc", "-f", directory.resolve("today.dump").toString())
                                    .exitCode())
                    .isZero();
        } finally {
            server.sql(
                    "shop",
                    "DELETE FROM orders WHERE id > 6000",
                    "SELECT setval('orders_id_seq', 6000)");
        }
        Files.copy(dump, fresh);
        DrillResult bound = manifests.drill(fresh, "--manifest", today.toString());
        assertThat(errors(bound)).containsExactly(FindingCode.MANIFEST_FOREIGN);
        DrillResult compared =
                manifests.drill(
                        fresh, "--manifest", today.toString(), "--manifest-bind", "database");
        assertThat(compared.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(errors(compared)).contains(FindingCode.CONTENT_LOST);
    }
}
