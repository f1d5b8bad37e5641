package dev.muster.contract.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Severity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanFileTest {
    @TempDir Path directory = Path.of("unset");

    private Plan only(String yaml) throws IOException {
        Path file = directory.resolve("muster.yaml");
        Files.writeString(file, yaml);
        return PlanFile.read(file).plans().values().iterator().next();
    }

    @Test
    void everyOptionIsRead() throws IOException {
        Plan plan =
                only(
                        """
                        plans:
                          shop:
                            stores:
                              - s3: { bucket: shop-backups, prefix: daily, endpoint: "https://acc.r2.cloudflarestorage.com", region: auto, pathStyle: false, credentials: "secretsmanager:arn:aws:secretsmanager:eu-central-1:1:secret:r2-AbC#key" }
                              - s3: { bucket: b2 }
                              - directory: /var/backups/shop
                              - directory: { path: old }
                            backups: { pattern: "shop-{timestamp:yyyyMMdd'T'HHmmss}.dump.gz.enc", zone: Europe/Berlin }
                            select: { mode: latest, within: 1d12h }
                            decrypt:
                              fernet: env:SHOP_KEY
                              passphrase: [ssm:/shop/pass, "file:secrets/pass.txt"]
                              openpgp: { key: "file:/keys/shop.asc", passphrase: env:PGP }
                              age: [env:AGE]
                              cipher: openssl:aes-256-cbc:legacy
                            restore:
                              into:
                                server: { host: staging, user: drill, password: env:PGPASSWORD, sslmode: verify-full, rootCertificate: ssm:/shop/ca, port: 5433 }
                              jobs: 8
                              timeout: 90m
                              disk: 20GiB
                            expect:
                              tables: [tenants, public.users]
                              ignoreExtensions: { pg_cron: "schedules only" }
                              encrypted: true
                              rules:
                                no-debts: { sql: "SELECT count(*) FROM debts", expect: "= 0", show: true, timeout: 10s }
                                fresh: { newest: { table: orders, column: created_at, within: 25h } }
                                first: { canary: { table: tenants, where: id = 1, column: name, equals: 0042 }, database: shop }
                                many: { rows: { table: orders, min: 1000, max: 5000000000 }, severity: warning }
                            compare: { connection: env:SHOP_REPLICA, tables: { audit: any, "public.events_*": 90% }, countUpTo: 1GiB }
                            rehearse: { up: [up/1.sql, up/2.sql], down: { command: [./undo, "--all"] }, pass: [TOKEN], timeout: 5m }
                            objectives: { rto: 1h, rpo: 24h }
                            accept:
                              - { code: SEQUENCE_BEHIND, object: "public.*", reason: "ids come from the application" }
                        """);
        assertThat(plan.name()).isEqualTo("shop");
        assertThat(plan.stores())
                .containsExactly(
                        new S3Spec(
                                "shop-backups",
                                "daily/",
                                URI.create("https://acc.r2.cloudflarestorage.com"),
                                "auto",
                                false,
                                new SecretRef(
                                        SecretRef.Kind.SECRETSMANAGER,
                                        "arn:aws:secretsmanager:eu-central-1:1:secret:r2-AbC#key")),
                        new S3Spec("b2", "", null, null, null, null),
                        new DirectorySpec(Path.of("/var/backups/shop")),
                        new DirectorySpec(directory.resolve("old")));
        assertThat(plan.backups().zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(plan.select().mode()).isEqualTo(SelectSpec.Mode.LATEST);
        assertThat(plan.select().within().duration()).isEqualTo(Duration.ofHours(36));
        assertThat(plan.decrypt().fernet()).containsExactly(SecretRef.parse("env:SHOP_KEY"));
        assertThat(plan.decrypt().passphrase())
                .containsExactly(
                        SecretRef.parse("ssm:/shop/pass"),
                        SecretRef.parse("file:" + directory.resolve("secrets/pass.txt")));
        assertThat(plan.decrypt().openpgp()).hasSize(1);
        assertThat(plan.restore().into())
                .isEqualTo(
                        new RestoreTarget.Server(
                                "staging",
                                5433,
                                "drill",
                                SecretRef.parse("env:PGPASSWORD"),
                                RestoreTarget.SslMode.VERIFY_FULL,
                                SecretRef.parse("ssm:/shop/ca"),
                                "postgres",
                                "muster_drill_"));
        assertThat(plan.restore().jobs().on(2)).isEqualTo(8);
        assertThat(plan.restore().disk()).isEqualTo(DataSize.parse("20GiB"));
        assertThat(plan.expect().ignoreExtensions()).containsEntry("pg_cron", "schedules only");
        assertThat(plan.expect().rules()).containsOnlyKeys("no-debts", "fresh", "first", "many");
        assertThat(plan.expect().rules().values())
                .extracting(Rule::assertion)
                .containsExactly(
                        new Rule.Sql("SELECT count(*) FROM debts", Comparison.parse("= 0"), true),
                        new Rule.Newest("orders", "created_at", Span.parse("25h")),
                        new Rule.Canary("tenants", "id = 1", "name", "0042"),
                        new Rule.Rows("orders", 1000L, 5_000_000_000L));
        assertThat(plan.expect().rules().values())
                .extracting(Rule::severity)
                .containsExactly(Severity.ERROR, Severity.ERROR, Severity.ERROR, Severity.WARNING);
        CompareSpec compare = java.util.Objects.requireNonNull(plan.compare());
        assertThat(compare.connection()).isEqualTo(SecretRef.parse("env:SHOP_REPLICA"));
        assertThat(compare.countUpTo().bytes()).isEqualTo(1L << 30);
        assertThat(compare.severity()).isEqualTo(Severity.WARNING);
        assertThat(compare.allowsAbsence("public.audit")).isTrue();
        RehearseSpec rehearse = java.util.Objects.requireNonNull(plan.rehearse());
        assertThat(rehearse.up())
                .isEqualTo(
                        new Migration.Files(
                                java.util.List.of(
                                        directory.resolve("up/1.sql"),
                                        directory.resolve("up/2.sql"))));
        assertThat(rehearse.down())
                .isEqualTo(new Migration.Command(java.util.List.of("./undo", "--all")));
        assertThat(plan.objectives().rto()).isEqualTo(Span.parse("1h"));
        assertThat(plan.accept()).hasSize(1);
    }

    @Test
    void whatIsLeftOutHasItsDefault() throws IOException {
        Plan plan = only("plans: {shop: {stores: [{directory: /b}], decrypt: , expect: {}}}");
        assertThat(plan.backups()).isEqualTo(new BackupsSpec(null, ZoneId.of("UTC")));
        assertThat(plan.select().mode()).isEqualTo(SelectSpec.Mode.RANDOM);
        assertThat(plan.select().within()).isEqualTo(Span.parse("7d"));
        assertThat(plan.decrypt()).isEqualTo(DecryptSpec.NONE);
        assertThat(plan.restore().into()).isEqualTo(new RestoreTarget.Throwaway());
        assertThat(plan.restore().jobs().on(3)).isEqualTo(3);
        assertThat(plan.restore().timeout()).isEqualTo(Span.parse("4h"));
        assertThat(plan.expectsEncryption()).isFalse();
        assertThat(plan.accept()).isEmpty();
    }
}
