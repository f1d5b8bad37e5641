package dev.muster.report.render;

import dev.muster.contract.CheckKind;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Severity;
import dev.muster.contract.Stage;
import dev.muster.contract.result.ArchiveFacts;
import dev.muster.contract.result.BackupFacts;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.CopyAttempt;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Environment;
import dev.muster.contract.result.Judgement;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.contract.result.ObjectiveOutcome;
import dev.muster.contract.result.Objectives;
import dev.muster.contract.result.SelectionFacts;
import dev.muster.contract.result.StageTime;
import dev.muster.contract.result.VerdictRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes results of drills as they happen; the verdict is always the rule's own. */
public final class Drills {
    private static final String KEY = "daily/shop-20260227T013000.dump.gz.enc";
    private static final String SHA256 =
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private final List<Finding> findings = new ArrayList<>();
    private final List<CheckResult> checks = new ArrayList<>();
    private final List<CopyAttempt> attempts = new ArrayList<>();
    private String drillId = "20260301T030000Z-7c9e";
    private String plan = "shop";
    private Instant startedAt = Instant.parse("2026-03-01T03:00:00.250Z");
    private double restoreSeconds = 77;
    private @Nullable String key = KEY;
    private Objectives objectives = new Objectives(new ObjectiveOutcome(3600, 89.5, true), null);

    private Drills() {}

    /** A drill of which nothing is known yet. */
    public static Drills drill() {
        return new Drills();
    }

    /** A healthy shop: 41 tables, 28 foreign keys. */
    public static Drills healthy() {
        Drills drill = new Drills();
        drill.attempts.add(
                new CopyAttempt("s3:shop-backups", KEY, true, null, null, 475_003_112, 11.5, 0));
        List<ObjectOutcome> tables = new ArrayList<>();
        List<ObjectOutcome> objects = new ArrayList<>();
        for (int i = 0; i < 41; i++) {
            String table = (i < 30 ? "public" : "billing") + ".table_" + i;
            tables.add(ObjectOutcome.counted(table, 1000L * i + 7, 1000L * i + 7));
            objects.add(ObjectOutcome.passed("table " + table));
        }
        drill.check(CheckKind.OBJECTS, objects);
        drill.check(CheckKind.ROW_COUNTS, tables);
        drill.check(CheckKind.FOREIGN_KEYS, foreignKeys(28));
        drill.check(CheckKind.SEQUENCES, List.of(ObjectOutcome.passed("public.sales_id_seq")));
        return drill;
    }

    /** Foreign keys that hold, over three schemas. */
    public static List<ObjectOutcome> foreignKeys(int count) {
        List<String> schemas = List.of("public", "billing", "warehouse");
        return IntStream.range(0, count)
                .mapToObj(i -> schemas.get(i % 3) + ".table_" + i / 5 + ".fk_" + i)
                .map(name -> ObjectOutcome.read(name, 12_000))
                .toList();
    }

    public Drills check(CheckKind kind, List<ObjectOutcome> objects) {
        checks.add(new CheckResult(kind, 0.05 + objects.size() / 400.0, objects));
        return this;
    }

    public Drills find(Finding finding) {
        findings.add(finding);
        return this;
    }

    public Drills find(FindingCode code, @Nullable String object, String message) {
        return find(Finding.of(code, object, message));
    }

    public Drills attempt(CopyAttempt attempt) {
        attempts.addFirst(attempt);
        return this;
    }

    public Drills plan(String name) {
        plan = name;
        return this;
    }

    public Drills id(String id) {
        drillId = id;
        return this;
    }

    public Drills at(String instant) {
        startedAt = Instant.parse(instant);
        return this;
    }

    public Drills restoredIn(double seconds) {
        restoreSeconds = seconds;
        return this;
    }

    public Drills key(@Nullable String newKey) {
        key = newKey;
        return this;
    }

    public Drills missing(ObjectiveOutcome rto) {
        objectives = new Objectives(rto, null);
        return this;
    }

    /** Warnings of every usual kind, and an accepted error. */
    public Drills withWarnings() {
        attempt(
                new CopyAttempt(
                        "directory:/mnt/nas",
                        KEY,
                        false,
                        FindingCode.COPY_DIGEST_WRONG,
                        "sha256 begins 4b22, expected 9f86",
                        475_003_112,
                        2.5,
                        1));
        find(
                Finding.of(
                                FindingCode.COPY_DIGEST_WRONG,
                                "directory:/mnt/nas",
                                "sha256 begins 4b22, expected 9f86")
                        .withSeverity(Severity.WARNING));
        find(
                FindingCode.SEQUENCE_BEHIND,
                "public.users_id_seq",
                "it stands at 9990, its column at 10000");
        find(
                Finding.of(
                                FindingCode.FOREIGN_KEY_ORPHANS,
                                "public.returns.returns_sale_fk",
                                "3 rows refer to no row of public.sales")
                        .accept("imported from the old shop in 2019, see OPS-231"));
        find(FindingCode.VERSION_NEWER_USED, null, "made by PostgreSQL 15, restored into 17");
        check(
                CheckKind.SEQUENCES,
                List.of(
                        ObjectOutcome.warned(
                                "public.users_id_seq", "it stands at 9990, its column at 10000"),
                        ObjectOutcome.notChecked(
                                "eu.remote_seq", "it belongs to a foreign table")));
        return this;
    }

    public DrillResult done() {
        Judgement judgement = VerdictRule.judge(findings, checks);
        boolean reached = key != null;
        return new DrillResult(
                DrillResult.SCHEMA_VERSION,
                drillId,
                plan,
                judgement.verdict(),
                judgement.proof(),
                judgement.cause(),
                startedAt,
                19.5 + restoreSeconds,
                new SelectionFacts("random", "7d", 4711L, 7, "drawn from 7 backups of 7 days"),
                key == null ? null : backup(key),
                attempts,
                reached ? stages() : stages().subList(0, 1),
                checks,
                judgement.findings(),
                objectives,
                new Environment(
                        "0.1.0",
                        "25.0.1",
                        "Linux 6.12",
                        reached ? "17.6" : null,
                        reached ? "throwaway" : null,
                        "own user, landlock, no network",
                        2,
                        2,
                        8_589_934_592L));
    }

    private BackupFacts backup(String newKey) {
        ArchiveFacts archive =
                new ArchiveFacts(
                        "custom",
                        "1.14",
                        "shop",
                        "15.6",
                        "15.6",
                        "UTF8",
                        "gzip",
                        startedAt.minusSeconds(178_000),
                        212,
                        41,
                        820_287L,
                        2_147_483_648L);
        return new BackupFacts(
                newKey,
                "s3:shop-backups",
                475_003_112,
                startedAt.minusSeconds(178_200),
                SHA256,
                List.of("fernet", "gzip"),
                archive);
    }

    private List<StageTime> stages() {
        return List.of(
                new StageTime(Stage.LOCATE, startedAt, 0.5, null, null),
                new StageTime(Stage.FETCH, startedAt.plusMillis(500), 12, 475_003_112L, 0.5),
                new StageTime(
                        Stage.RESTORE,
                        startedAt.plusMillis(12_500),
                        restoreSeconds,
                        2_147_483_648L,
                        0.93),
                new StageTime(Stage.VERIFY, startedAt.plusSeconds(90), 6.5, null, 0.75),
                new StageTime(Stage.CLEANUP, startedAt.plusSeconds(96), 0.5, null, null));
    }
}
