package dev.muster.report.render;

import dev.muster.contract.CheckKind;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.CopyAttempt;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Mutant;
import dev.muster.contract.result.Mutant.Fate;
import dev.muster.contract.result.Mutations;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.contract.result.ObjectiveOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One drill of each kind that a report must be able to tell. */
public final class Samples {
    static final String HOSTILE =
            "public.\u202Etxt.exe\u0007\u001b[31m</td><script>alert(1)</script>&\"'`{{7*7}}";

    private Samples() {}

    public static Map<String, DrillResult> all() {
        Map<String, DrillResult> all = new LinkedHashMap<>();
        all.put("proven", Drills.healthy().done());
        all.put("proven-with-warnings", Drills.healthy().withWarnings().done());
        all.put(
                "missed-objective",
                Drills.healthy().missing(new ObjectiveOutcome(60, 89.5, false)).done());
        all.put("broken", broken());
        all.put("broken-at-the-source", source());
        all.put("no-backup", noBackup());
        all.put("unproven", unproven());
        all.put("defect", defect());
        all.put("many", many());
        all.put("hostile", hostile());
        all.put("mutated", mutated());
        return all;
    }

    static DrillResult mutated() {
        return Drills.healthy()
                .done()
                .with(
                        new Mutations(
                                4711,
                                600,
                                97.25,
                                List.of(
                                        mutant("drop-index", Fate.KILLED, null),
                                        mutant("change-number", Fate.SURVIVED, "a manifest"),
                                        mutant("stored-flip", Fate.CHANGED_NOTHING, "the same"),
                                        mutant("drop-policy", Fate.NOT_APPLICABLE, "no policy"),
                                        mutant("stale-data", Fate.NOT_RUN, "no time"))));
    }

    private static Mutant mutant(String kind, Fate fate, @Nullable String reason) {
        boolean killed = fate == Fate.KILLED;
        return new Mutant(
                kind,
                "it was damaged",
                fate,
                HOSTILE,
                killed ? Verdict.BROKEN : null,
                killed ? FindingCode.OBJECT_MISSING : null,
                reason,
                1.5);
    }

    public static DrillResult broken() {
        return Drills.drill()
                .attempt(
                        new CopyAttempt(
                                "s3:shop-backups", "k", true, null, null, 311_000_000, 9.5, 0))
                .check(
                        CheckKind.ROW_COUNTS,
                        List.of(
                                ObjectOutcome.counted("public.users", 10_000, 10_000),
                                ObjectOutcome.failed(
                                        "public.sales",
                                        "it holds 120000 rows, the archive 500000",
                                        500_000,
                                        120_000)))
                .find(
                        Finding.of(
                                        FindingCode.ARCHIVE_TRUNCATED,
                                        "public.sales",
                                        "the archive ends after 311 MB, within this table's data")
                                .withConsequences(
                                        41,
                                        List.of(
                                                "index public.sales_at_idx was not built",
                                                "foreign key public.returns_sale_fk was refused")))
                .done();
    }

    static DrillResult source() {
        return Drills.healthy()
                .check(
                        CheckKind.NOT_NULL,
                        List.of(
                                ObjectOutcome.failed(
                                        "public.users.email", "it holds 12 NULLs", 0, 12)))
                .find(
                        FindingCode.NULL_IN_NOT_NULL,
                        "public.users.email",
                        "12 of 10000 rows hold NULL in a column declared NOT NULL")
                .done();
    }

    public static DrillResult noBackup() {
        return Drills.drill()
                .key(null)
                .find(
                        FindingCode.NO_BACKUP_IN_WINDOW,
                        null,
                        "no backup in the last 7 d; the newest is 23 d old")
                .done();
    }

    public static DrillResult unproven() {
        return Drills.drill()
                .attempt(
                        new CopyAttempt(
                                "s3:shop-backups", "k", true, null, null, 475_000_000, 9.5, 0))
                .find(
                        Finding.of(
                                        FindingCode.EXTENSION_MISSING,
                                        "postgis",
                                        "the archive needs extension \"postgis\" 3.4, which"
                                                + " PostgreSQL 17 here does not have")
                                .withConsequences(
                                        175, List.of("type \"public.geometry\" does not exist")))
                .done();
    }

    static DrillResult defect() {
        return Drills.healthy()
                .check(
                        CheckKind.UNIQUE_KEYS,
                        List.of(ObjectOutcome.failed("public.sales_pkey", "its index is invalid")))
                .done();
    }

    static DrillResult many() {
        List<ObjectOutcome> keys = new ArrayList<>(Drills.foreignKeys(900));
        keys.add(
                ObjectOutcome.failed(
                        "public.rental.rental_fk", "7 rows refer to no row of public.users", 0, 7));
        List<ObjectOutcome> objects = new ArrayList<>();
        for (int schema = 0; schema < 31; schema++) {
            for (int i = 0; i < 400; i++) {
                objects.add(
                        ObjectOutcome.passed("index tenant_%02d.index_%d".formatted(schema, i)));
            }
        }
        return Drills.healthy()
                .check(CheckKind.OBJECTS, objects)
                .check(CheckKind.FOREIGN_KEYS, keys)
                .find(
                        FindingCode.FOREIGN_KEY_ORPHANS,
                        "public.rental.rental_fk",
                        "7 rows refer to no row of public.users")
                .done();
    }

    static DrillResult hostile() {
        String endless = "public." + "x".repeat(70_000);
        return Drills.healthy()
                .plan("<img src=x onerror=alert(2)>")
                .key("\u202E" + HOSTILE)
                .check(
                        CheckKind.CHECK_CONSTRAINTS,
                        List.of(
                                ObjectOutcome.failed(HOSTILE, "</table>" + HOSTILE),
                                ObjectOutcome.failed(endless, "\u0000\ud800")))
                .find(Finding.of(FindingCode.CHECK_VIOLATED, HOSTILE, HOSTILE).withHint(HOSTILE))
                .find(
                        Finding.of(FindingCode.CHECK_VIOLATED, endless, "2 rows")
                                .accept("because " + HOSTILE))
                .done();
    }
}
