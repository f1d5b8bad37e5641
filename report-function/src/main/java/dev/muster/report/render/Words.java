package dev.muster.report.render;

import dev.muster.contract.Cause;
import dev.muster.contract.CheckKind;
import dev.muster.contract.Finding;
import dev.muster.contract.Outcome;
import dev.muster.contract.Proof;
import dev.muster.contract.Severity;
import dev.muster.contract.Stage;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.ObjectiveOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words in which verdicts, proofs and causes are told, the same in every report and alert. */
public final class Words {
    private Words() {}

    /** One word, as a heading. */
    public static String verdict(Verdict verdict) {
        return switch (verdict) {
            case PROVEN -> "Proven";
            case BROKEN -> "Broken";
            case UNPROVEN -> "Unproven";
        };
    }

    /** A sign of its own shape for each, where there is room for one character. */
    public static String sign(Verdict verdict) {
        return switch (verdict) {
            case PROVEN -> "✓";
            case BROKEN -> "✕";
            case UNPROVEN -> "?";
        };
    }

    /** The same with how little it is about, where only a part was restored. */
    public static String heading(DrillResult result) {
        return heading(result.verdict(), result.isPartial());
    }

    /** The same of a drill of which no more is known. */
    public static String heading(Verdict verdict, boolean partial) {
        return verdict(verdict) + (partial ? " in part" : "");
    }

    /** By what style it is shown: what proves no more than a part is not green. */
    public static String style(Verdict verdict, boolean partial) {
        return "v-" + verdict(partial && verdict == Verdict.PROVEN ? Verdict.UNPROVEN : verdict);
    }

    /** The same in capitals, with the number of tables that it is about. */
    public static String capitals(DrillResult result) {
        String word = verdict(result.verdict()).toUpperCase(Locale.ROOT);
        return PartialProof.of(result)
                .filter(part -> result.verdict() == Verdict.PROVEN)
                .map(part -> word + " FOR " + part.tables())
                .orElse(word);
    }

    /** What the verdict means for the backup, in one sentence. */
    public static String sentence(DrillResult result) {
        Proof proof = result.proof();
        Cause cause = result.cause();
        if (result.isPartial() && (proof != null || PartialProof.isSchemaAlone(result))) {
            return PartialProof.sentence(result);
        }
        if (proof != null) {
            return switch (proof) {
                case RESTORED -> "This backup restores: its objects and constraints are back.";
                case CONSISTENT ->
                        "This backup restores, and its rows agree with what the archive holds.";
                case IDENTICAL ->
                        "This backup restores, and every table is identical to its source.";
            };
        }
        return cause == null ? "" : sentence(cause);
    }

    private static String sentence(Cause cause) {
        return switch (cause) {
            case BACKUP -> "This backup cannot be relied on.";
            case SOURCE ->
                    "This backup cannot be relied on: the database was already inconsistent when it"
                            + " was dumped.";
            case ENVIRONMENT ->
                    "Muster could not tell whether this backup restores. What was missing lies with"
                            + " this drill; the backup may be good or bad.";
            case MUSTER ->
                    "Muster could not tell whether this backup restores, because of a defect of its"
                            + " own; the backup may be good or bad.";
            case MIGRATION ->
                    "This backup was restored and verified. The migration that was rehearsed on it"
                            + " failed, or was not undone.";
        };
    }

    /** The level's name. */
    public static String proof(Proof proof) {
        return switch (proof) {
            case RESTORED -> "restored";
            case CONSISTENT -> "consistent";
            case IDENTICAL -> "identical";
        };
    }

    /** What the level says. */
    public static String meaning(Proof proof) {
        return switch (proof) {
            case RESTORED -> "objects and constraints are back";
            case CONSISTENT -> "rows agree with what the archive itself holds";
            case IDENTICAL -> "every table's content agrees with a manifest of the source";
        };
    }

    /** Where the cause lies, for a label. */
    public static String cause(Cause cause) {
        return switch (cause) {
            case BACKUP -> "backup";
            case SOURCE -> "source";
            case ENVIRONMENT -> "environment";
            case MUSTER -> "Muster";
            case MIGRATION -> "migration";
        };
    }

    public static String severity(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "note";
        };
    }

    public static String outcome(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> "passed";
            case FAILED -> "failed";
            case WARNED -> "warned";
            case NOT_CHECKED -> "not checked";
        };
    }

    public static String stage(Stage stage) {
        return switch (stage) {
            case LOCATE -> "locate";
            case FETCH -> "fetch";
            case RESTORE -> "restore";
            case VERIFY -> "verify";
            case CLEANUP -> "cleanup";
        };
    }

    /** What a check counts, one and many. */
    static String counted(CheckKind kind, long n) {
        return switch (kind) {
            case OBJECTS -> Amount.count(n, "object", "objects");
            case KEY_TABLES -> Amount.count(n, "key table", "key tables");
            // Not tables: a partitioned one has no rows of its own, and the ledger counts it.
            case ROW_COUNTS, HISTORY -> Amount.count(n, "row count", "row counts");
            case FOREIGN_KEYS -> Amount.count(n, "foreign key", "foreign keys");
            case RULES -> Amount.count(n, "rule", "rules");
            case NOT_NULL, READABLE_VALUES, STRUCTURE -> Amount.count(n, "object", "objects");
            case CHECK_CONSTRAINTS -> Amount.count(n, "CHECK", "CHECKs");
            case UNIQUE_KEYS -> Amount.count(n, "unique key", "unique keys");
            case SEQUENCES -> Amount.count(n, "sequence", "sequences");
            case LARGE_OBJECTS -> Amount.count(n, "large object", "large objects");
            case CONTENT -> Amount.count(n, "content hash", "content hashes");
            case DEFINITIONS -> Amount.count(n, "definition", "definitions");
            case PRIVILEGES -> Amount.count(n, "owner and grant", "owners and grants");
            case PRODUCTION -> Amount.count(n, "table and object", "tables and objects");
            case REHEARSAL -> Amount.count(n, "step and object", "steps and objects");
        };
    }

    public static String met(ObjectiveOutcome objective) {
        Boolean met = objective.met();
        return met == null ? "not measured" : met ? "met" : "missed";
    }

    /** How loudly a finding is shown: against the backup, unsure, a warning, or none of these. */
    public static String tone(Finding finding) {
        if (finding.accepted() != null) {
            return "accepted";
        }
        return switch (finding.severity()) {
            case ERROR ->
                    switch (finding.cause()) {
                        case BACKUP, SOURCE -> "against";
                        case ENVIRONMENT, MUSTER, MIGRATION -> "unsure";
                    };
            case WARNING -> "warning";
            case INFO -> "note";
        };
    }

    /**
     * A piece of a hint.
     *
     * @param typed whether it stood in backticks, as a command does
     */
    public record Part(String text, boolean typed) {}

    /** The hint in pieces, without its backticks. */
    public static List<Part> parts(String hint) {
        String[] pieces = hint.split("`", -1);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < pieces.length; i++) {
            if (!pieces[i].isEmpty()) {
                parts.add(new Part(pieces[i], i % 2 == 1 && i < pieces.length - 1));
            }
        }
        return parts;
    }
}
