package dev.muster.contract.result;

import dev.muster.contract.Cause;
import dev.muster.contract.CheckKind;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Proof;
import dev.muster.contract.Severity;
import dev.muster.contract.Stage;
import dev.muster.contract.Verdict;
import java.time.Instant;
import java.util.List;

/** Results as drills leave them, one for each verdict; together they use every field and enum. */
final class SampleDrills {
    private static final Instant START = Instant.parse("2026-03-01T03:00:00.250Z");
    private static final String KEY = "daily/shop-20260227T013000.dump.gz.enc";
    private static final String SHA256 =
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private SampleDrills() {}

    /** Everything that a result can hold, with warnings and an accepted error. */
    static DrillResult proven() {
        List<CheckResult> checks =
                List.of(
                        new CheckResult(
                                CheckKind.OBJECTS,
                                0.2,
                                List.of(
                                        ObjectOutcome.passed("table public.sales"),
                                        ObjectOutcome.notChecked(
                                                "subscription eu", "it would connect outwards"))),
                        new CheckResult(
                                CheckKind.ROW_COUNTS,
                                4.75,
                                List.of(
                                        ObjectOutcome.counted("public.sales", 500_000, 500_000),
                                        ObjectOutcome.noData(
                                                "public.audit_log",
                                                "its data is left out of the archive"))),
                        new CheckResult(
                                CheckKind.FOREIGN_KEYS,
                                1.5,
                                List.of(
                                        ObjectOutcome.read("public.sales.sales_user_fk", 500_000),
                                        ObjectOutcome.failed(
                                                "public.returns.returns_sale_fk",
                                                "3 rows refer to no row of public.sales",
                                                0,
                                                3))),
                        new CheckResult(
                                CheckKind.SEQUENCES,
                                0.05,
                                List.of(
                                        ObjectOutcome.warned(
                                                "public.users_id_seq",
                                                "it stands at 9990, its column at 10000"))));
        List<Finding> findings =
                List.of(
                        Finding.of(
                                        FindingCode.COPY_DIGEST_WRONG,
                                        "directory:/mnt/nas",
                                        "sha256 begins 4b22, expected 9f86")
                                .withSeverity(Severity.WARNING),
                        Finding.of(
                                        FindingCode.FOREIGN_KEY_ORPHANS,
                                        "public.returns.returns_sale_fk",
                                        "3 rows refer to no row of public.sales")
                                .accept("imported from the old shop in 2019, see OPS-231"),
                        Finding.of(
                                FindingCode.SEQUENCE_BEHIND,
                                "public.users_id_seq",
                                "it stands at 9990, its column at 10000"),
                        Finding.of(
                                FindingCode.VERSION_NEWER_USED,
                                null,
                                "made by PostgreSQL 15, restored into 17"));
        return new DrillResult(
                        DrillResult.SCHEMA_VERSION,
                        "20260301T030000Z-7c9e",
                        "shop",
                        Verdict.PROVEN,
                        Proof.CONSISTENT,
                        null,
                        START,
                        96.5,
                        new SelectionFacts(
                                "random", "7d", -42L, 7, "drawn from 7 backups of 7 days"),
                        new BackupFacts(
                                KEY,
                                "s3:shop-backups",
                                475_003_112,
                                Instant.parse("2026-02-27T01:30:00Z"),
                                SHA256,
                                List.of("fernet", "gzip"),
                                archive()),
                        List.of(
                                new CopyAttempt(
                                        "directory:/mnt/nas",
                                        KEY,
                                        false,
                                        FindingCode.COPY_DIGEST_WRONG,
                                        "sha256 begins 4b22, expected 9f86",
                                        475_003_112,
                                        2.5,
                                        0),
                                new CopyAttempt(
                                        "s3:shop-backups",
                                        KEY,
                                        true,
                                        null,
                                        null,
                                        475_003_112,
                                        9.5,
                                        1)),
                        List.of(
                                new StageTime(Stage.LOCATE, START, 0.5, null, null),
                                new StageTime(
                                        Stage.FETCH, START.plusMillis(500), 12, 475_003_112L, 0.5),
                                new StageTime(
                                        Stage.RESTORE,
                                        START.plusMillis(12_500),
                                        77,
                                        2_147_483_648L,
                                        0.93),
                                new StageTime(
                                        Stage.VERIFY, START.plusMillis(89_500), 6.5, null, 0.75),
                                new StageTime(
                                        Stage.CLEANUP, START.plusSeconds(96), 0.5, null, null)),
                        checks,
                        findings,
                        new Objectives(
                                new ObjectiveOutcome(3600, 89.5, true),
                                new ObjectiveOutcome(86_400, 95_400.25, false)),
                        environment())
                .with(mutations())
                .with(
                        new Ledger(
                                212,
                                170,
                                null,
                                List.of(
                                        new LedgerKind(
                                                "SEQUENCE",
                                                1,
                                                1,
                                                List.of(),
                                                List.of(
                                                        others(
                                                                ObjectState.WARNED,
                                                                "it stands at 9990, its column at"
                                                                        + " 10000",
                                                                "public.users_id_seq"))),
                                        new LedgerKind(
                                                "TABLE",
                                                41,
                                                41,
                                                List.of(
                                                        new LedgerKind.Verified(
                                                                List.of(
                                                                        CheckKind.OBJECTS,
                                                                        CheckKind.ROW_COUNTS),
                                                                39)),
                                                List.of(
                                                        others(
                                                                ObjectState.NOT_CHECKED,
                                                                "the archive holds no data of it",
                                                                "public.audit_log"),
                                                        others(
                                                                ObjectState.ACCEPTED,
                                                                "imported from the old shop in"
                                                                        + " 2019, see OPS-231",
                                                                "public.returns")))),
                                List.of()));
    }

    private static LedgerKind.Others others(ObjectState state, String reason, String name) {
        return new LedgerKind.Others(state, reason, 1, List.of(name));
    }

    private static Mutations mutations() {
        return new Mutations(
                4711,
                600,
                97.25,
                List.of(
                        new Mutant(
                                "archive-cut-half",
                                "archive: the second half is gone",
                                Mutant.Fate.KILLED,
                                "the archive",
                                Verdict.BROKEN,
                                FindingCode.ARCHIVE_TRUNCATED,
                                null,
                                1.75),
                        new Mutant(
                                "change-number",
                                "one number differs by 1",
                                Mutant.Fate.SURVIVED,
                                "sales.amount",
                                Verdict.PROVEN,
                                null,
                                "would be noticed by a manifest",
                                2.5),
                        new Mutant(
                                "stored-zeroes",
                                "stored file: a block of 4 kB is all zeroes",
                                Mutant.Fate.CHANGED_NOTHING,
                                "shop.dump",
                                Verdict.PROVEN,
                                null,
                                "a dump of it holds the same as one of the undamaged copy",
                                3.25),
                        notTried("drop-policy", Mutant.Fate.NOT_APPLICABLE),
                        notTried("stale-data", Mutant.Fate.NOT_RUN)));
    }

    private static Mutant notTried(String kind, Mutant.Fate fate) {
        return new Mutant(kind, "it was damaged", fate, null, null, null, "the reason", 0);
    }

    /** A truncated archive whose restore stopped early. */
    static DrillResult broken() {
        return new DrillResult(
                DrillResult.SCHEMA_VERSION,
                "20260301T030000Z-0b1d",
                "shop",
                Verdict.BROKEN,
                null,
                Cause.BACKUP,
                START,
                14,
                new SelectionFacts("latest", null, null, 7, "the newest of 7 backups"),
                new BackupFacts(
                        KEY, "s3:shop-backups", 311_000_000, null, null, List.of(), archive()),
                List.of(
                        new CopyAttempt(
                                "s3:shop-backups", KEY, true, null, null, 311_000_000, 9.5, 0)),
                List.of(new StageTime(Stage.FETCH, START, 10, 311_000_000L, null)),
                List.of(
                        new CheckResult(
                                CheckKind.ROW_COUNTS,
                                0.25,
                                List.of(
                                        ObjectOutcome.failed(
                                                "public.sales",
                                                "it holds 120000 rows, the archive 500000",
                                                500_000,
                                                120_000)))),
                List.of(
                        Finding.of(
                                        FindingCode.ARCHIVE_TRUNCATED,
                                        "public.sales",
                                        "the archive ends after 311 MB, within this table's data")
                                .withConsequences(
                                        41, List.of("index public.sales_at_idx was not built"))),
                new Objectives(null, null),
                environment(),
                new LastRestorable(
                        "daily/shop-20260225T013000.dump.gz.enc",
                        Instant.parse("2026-02-25T01:30:00Z"),
                        351_000.25,
                        List.of(
                                tried("20260227T013000", "20260301T030000Z-0b1d", Verdict.BROKEN),
                                tried("20260226T013000", "20260301T030014Z-66e1", Verdict.UNPROVEN),
                                tried("20260225T013000", "20260301T030112Z-a0f3", Verdict.PROVEN)),
                        4,
                        List.of("s3:shop-backups-b2"),
                        "this one is proven"),
                null,
                new Ledger(
                        3,
                        1,
                        new LedgerScope(false, List.of("public.sales"), List.of("billing"), 1, 41),
                        List.of(
                                new LedgerKind(
                                        "TABLE",
                                        2,
                                        2,
                                        List.of(),
                                        List.of(
                                                others(
                                                        ObjectState.FAILED,
                                                        "it holds 120000 rows, the archive 500000",
                                                        "public.sales")))),
                        List.of("table public.returns")));
    }

    private static LastRestorable.Tried tried(String time, String drillId, Verdict verdict) {
        return new LastRestorable.Tried(
                "daily/shop-" + time + ".dump.gz.enc",
                Instant.parse(
                        time.replaceFirst(
                                "(\\d{4})(\\d\\d)(\\d\\d)T(\\d\\d)(\\d\\d)(\\d\\d)",
                                "$1-$2-$3T$4:$5:$6Z")),
                drillId,
                verdict);
    }

    /** A drill that never reached a backup. */
    static DrillResult unproven() {
        return new DrillResult(
                DrillResult.SCHEMA_VERSION,
                "20260301T030000Z-55aa",
                "shop",
                Verdict.UNPROVEN,
                null,
                Cause.ENVIRONMENT,
                START,
                30.25,
                null,
                null,
                List.of(
                        new CopyAttempt(
                                "s3:shop-backups",
                                KEY,
                                false,
                                FindingCode.STORE_UNREACHABLE,
                                "no connection within 30 s",
                                0,
                                30,
                                2)),
                List.of(),
                List.of(),
                List.of(
                        Finding.of(
                                FindingCode.STORE_UNREACHABLE,
                                "s3:shop-backups",
                                "no connection within 30 s")),
                new Objectives(new ObjectiveOutcome(3600, null, null), null),
                new Environment("0.1.0", "25.0.1", "Linux 6.12", null, null, null, null, 2, 1));
    }

    private static ArchiveFacts archive() {
        return new ArchiveFacts(
                "custom",
                "1.14",
                "shop",
                "15.6",
                "15.6",
                "UTF8",
                "gzip",
                Instant.parse("2026-02-27T01:30:04Z"),
                212,
                41,
                1_204_331L,
                2_147_483_648L);
    }

    private static Environment environment() {
        return new Environment(
                "0.1.0",
                "25.0.1",
                "Linux 6.12",
                "17.6",
                "throwaway",
                "own user, landlock, no network",
                2,
                2,
                8_589_934_592L);
    }
}
