package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Environment;
import dev.muster.contract.result.Judgement;
import dev.muster.contract.result.Objectives;
import dev.muster.contract.result.VerdictRule;
import dev.muster.records.DirectoryRecordStore;
import dev.muster.records.DrillRecord;
import dev.muster.records.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditVerifyTest {
    @TempDir Path root;
    private final List<DrillRecord> shop = new ArrayList<>();

    @BeforeEach
    void recordDrills() {
        for (String id : List.of("a", "b", "c")) {
            shop.add(store("shop", id));
        }
        store("Crm", "x");
    }

    @Test
    void untouchedRecordsOfAllPlansAreAsWritten() {
        Session session = verify();

        assertThat(session.out())
                .contains("shop: 3 records as written, the newest has SHA-256 ")
                .contains("crm-")
                .contains(": 1 records as written");
        assertThat(session.err()).isEmpty();
        assertThat(session.exitCode()).isZero();
    }

    @Test
    void firstBreakIsNamedAndEndsWithOne() throws IOException {
        Files.writeString(root.resolve("shop/a/result.json"), "{}");
        Files.delete(root.resolve("shop/record-000002.json"));

        Session session = verify("shop");

        assertThat(session.err())
                .startsWith("error: shop: \"shop/a/result.json\" of record 1 was changed");
        assertThat(session.exitCode()).isEqualTo(1);
    }

    @Test
    void cutEndShowsAgainstTheHeadThatWasNoted() throws IOException {
        String noted = verify("shop").out().strip().replaceFirst(".* ", "");
        assertThat(verify("shop", "--head", noted).exitCode()).isZero();
        store("shop", "d");
        assertThat(verify("shop", "--head", noted).exitCode()).isZero();

        Files.delete(root.resolve("shop/record-000004.json"));
        Files.delete(root.resolve("shop/record-000003.json"));

        Session cut = verify("shop");
        assertThat(cut.exitCode()).isZero();
        assertThat(cut.err())
                .contains("2 results have no record", "shop/c/result.json, shop/d/result.json");
        Session held = verify("shop", "--head", noted);
        assertThat(held.err()).contains("no record has the SHA-256 " + noted);
        assertThat(held.exitCode()).isEqualTo(1);
    }

    @Test
    void resultsWithoutAnyRecordAreABreak() throws IOException {
        for (DrillRecord drill : shop) {
            Files.delete(root.resolve("shop/record-%06d.json".formatted(drill.number())));
        }

        Session session = verify("shop");

        assertThat(session.err()).contains("3 results lie there, and no record");
        assertThat(session.exitCode()).isEqualTo(1);
    }

    @Test
    void planWithoutRecordsIsNoSuccess() {
        Session session = verify("shpo");

        assertThat(session.err()).contains("there is no record of plan \"shpo\"");
        assertThat(session.exitCode()).isEqualTo(64);
    }

    @Test
    void historyAuditSaysTheSame() throws IOException {
        Files.delete(root.resolve("shop/record-000001.json"));

        Session session = Session.muster("history", "--audit", "--records", root.toString());

        assertThat(session.err()).contains("shop: record 1 is missing");
        assertThat(session.exitCode()).isEqualTo(1);
    }

    private Session verify(String... more) {
        List<String> args = new ArrayList<>(List.of("audit", "verify"));
        args.addAll(List.of(more));
        args.addAll(List.of("--records", root.toString()));
        return Session.muster(args.toArray(String[]::new));
    }

    private DrillRecord store(String plan, String id) {
        Judgement judgement =
                VerdictRule.judge(
                        List.of(Finding.of(FindingCode.NO_BACKUP_IN_WINDOW, null, "none in 7 d")),
                        List.of());
        return new Records(new DirectoryRecordStore(root), (_, sha256) -> sha256)
                .store(
                        new DrillResult(
                                DrillResult.SCHEMA_VERSION,
                                id,
                                plan,
                                judgement.verdict(),
                                judgement.proof(),
                                judgement.cause(),
                                Instant.parse("2026-11-01T03:00:00Z"),
                                1,
                                null,
                                null,
                                List.of(),
                                List.of(),
                                List.of(),
                                judgement.findings(),
                                new Objectives(null, null),
                                new Environment("0", "25", "L", null, null, null, null, 1, 1L)));
    }
}
