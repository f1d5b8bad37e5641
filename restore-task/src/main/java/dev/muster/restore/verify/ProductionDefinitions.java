package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.PRODUCTION;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Outcome;
import dev.muster.contract.Severity;
import dev.muster.contract.plan.CompareSpec;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.manifest.Definition;
import dev.muster.manifest.content.Definitions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says which objects are defined otherwise, or not at all, on one of two sides. */
final class ProductionDefinitions {
    private final CompareSpec spec;
    private final Excuses excuses;
    private final boolean isPart;
    private final Ledger ledger;

    /**
     * @param isPart whether only a part of the archive was restored
     */
    ProductionDefinitions(CompareSpec spec, Excuses excuses, boolean isPart, Ledger ledger) {
        this.isPart = isPart;
        this.spec = spec;
        this.excuses = excuses;
        this.ledger = ledger;
    }

    /**
     * Compares.
     *
     * @param acrossMajors whether the two servers are of different major versions
     */
    void compare(DefinitionSet restored, DefinitionSet live, boolean acrossMajors) {
        List<String> more =
                isPart
                        ? List.of()
                        : missing(
                                live.beyond(restored),
                                live,
                                "it is in production and not in the backup");
        if (isPart) {
            ledger.add(
                    PRODUCTION,
                    ObjectOutcome.notChecked(
                            "what production has beside it", "a part of the archive was restored"));
        }
        List<String> fewer =
                missing(
                        restored.beyond(live),
                        restored,
                        "it is in the backup and not in production");
        List<String> changed = changed(restored, live, acrossMajors);
        report(FindingCode.PRODUCTION_HAS_MORE, more, "in production and not in the backup");
        report(FindingCode.PRODUCTION_LACKS, fewer, "in the backup and not in production");
        report(
                FindingCode.PRODUCTION_DEFINED_OTHERWISE,
                changed,
                "defined otherwise in production than in the backup");
    }

    private List<String> missing(List<Definition> objects, DefinitionSet from, String reason) {
        List<String> missing = new ArrayList<>();
        for (Definition object : objects) {
            String whole = from.whole(object);
            if (spec.ignores(object.name())
                    || spec.allowsAbsence(object.name())
                    || (whole != null && (spec.ignores(whole) || spec.allowsAbsence(whole)))) {
                continue;
            }
            if (from.ofPartition(object)) {
                told(object, "a partition that one side has and the other has not");
            } else if (excuses.of(object.name()) != null) {
                told(object, "the restore could not make it");
            } else {
                missing.add(object.label());
                differs(object, reason);
            }
        }
        return missing;
    }

    private List<String> changed(DefinitionSet restored, DefinitionSet live, boolean majors) {
        List<String> changed = new ArrayList<>();
        for (Definition mine : restored.all().values()) {
            Definition theirs = live.all().get(mine.label());
            String whole = restored.whole(mine);
            if (theirs == null
                    || spec.ignores(mine.name())
                    || (whole != null && spec.ignores(whole))) {
                continue;
            }
            if (theirs.hash().equals(mine.hash())) {
                // A table's outcome stands for its columns, unless one of them is another.
                if (!mine.kind().equals("column")) {
                    ledger.add(PRODUCTION, ObjectOutcome.passed(mine.label()));
                }
            } else if (majors && Definitions.variesByMajor(mine.kind())) {
                told(mine, "another major version of PostgreSQL writes it in other words");
            } else {
                changed.add(mine.label());
                differs(mine, "it is defined otherwise in production");
            }
        }
        return changed;
    }

    private void told(Definition object, String why) {
        ledger.add(PRODUCTION, ObjectOutcome.notChecked(object.label(), why));
    }

    private void differs(Definition object, String reason) {
        ledger.add(
                PRODUCTION,
                new ObjectOutcome(
                        object.label(),
                        spec.severity() == Severity.ERROR ? Outcome.FAILED : Outcome.WARNED,
                        reason,
                        null,
                        null));
    }

    /** One finding for all of a kind: what changed together has one cause. */
    private void report(FindingCode code, List<String> objects, String what) {
        if (objects.isEmpty()) {
            return;
        }
        String first = objects.getFirst();
        boolean single = objects.size() == 1;
        @Nullable String object = single ? first : null;
        ledger.add(
                Finding.of(
                                code,
                                object,
                                single
                                        ? "\"%s\" is %s".formatted(first, what)
                                        : "%,d objects are %s; the first: \"%s\""
                                                .formatted(objects.size(), what, first))
                        .withSeverity(spec.severity())
                        .withConsequences(
                                objects.size() - 1,
                                Ledger.examples(objects.subList(1, objects.size()))));
    }
}
