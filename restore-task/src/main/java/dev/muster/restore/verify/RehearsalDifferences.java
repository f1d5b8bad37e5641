package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.REHEARSAL;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Outcome;
import dev.muster.contract.Severity;
import dev.muster.contract.plan.RehearseSpec;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.manifest.Definition;
import dev.muster.manifest.QualifiedName;
import dev.muster.manifest.SequenceContent;
import dev.muster.manifest.TableContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tells what a migration that went up and down again has not put back as it was. */
final class RehearsalDifferences {
    private final RehearseSpec spec;
    private final Fingerprint before;
    private final Fingerprint after;
    private final Ledger ledger;

    RehearsalDifferences(RehearseSpec spec, Fingerprint before, Fingerprint after, Ledger ledger) {
        this.spec = spec;
        this.before = before;
        this.after = after;
        this.ledger = ledger;
    }

    void tell() {
        definitions();
        tables();
        sequences();
        largeObjects();
        traces();
    }

    private void definitions() {
        Map<String, String> differing = new LinkedHashMap<>();
        DefinitionSet then = before.definitions();
        DefinitionSet now = after.definitions();
        for (Definition lost : then.beyond(now)) {
            differing(lost, then.whole(lost), "it is gone", differing);
        }
        for (Definition left : now.beyond(then)) {
            differing(left, now.whole(left), "it was not there before, and is left", differing);
        }
        for (Definition old : then.all().values()) {
            Definition fresh = now.all().get(old.label());
            if (fresh != null && !fresh.hash().equals(old.hash())) {
                differing(old, then.whole(old), "it is defined otherwise than before", differing);
            } else if (fresh != null && !old.kind().equals("column")) {
                ledger.add(REHEARSAL, ObjectOutcome.passed(old.label()));
            }
        }
        List<String> told =
                differing.entrySet().stream()
                        .map(each -> "\"%s\": %s".formatted(each.getKey(), each.getValue()))
                        .toList();
        if (!told.isEmpty()) {
            boolean single = told.size() == 1;
            add(
                    Finding.of(
                                    FindingCode.ROLLBACK_CHANGED_DEFINITIONS,
                                    single ? differing.keySet().iterator().next() : null,
                                    single
                                            ? told.getFirst()
                                            : "%,d objects are not as they were before the migration; %s"
                                                    .formatted(told.size(), told.getFirst()))
                            .withConsequences(
                                    told.size() - 1,
                                    Ledger.examples(told.subList(1, told.size()))));
        }
    }

    private void differing(
            Definition object, @Nullable String whole, String how, Map<String, String> differing) {
        if (spec.ignores(object.name()) || (whole != null && spec.ignores(whole))) {
            ignored(object.label());
            return;
        }
        outcome(object.label(), how, null, null);
        differing.put(object.label(), how);
    }

    private void tables() {
        Partitions partitions = new Partitions(before.contents(), after.tables());
        for (TableContent then : before.contents()) {
            RestoredContent now = after.tables().get(new QualifiedName(then.schema(), then.name()));
            if (spec.ignores(then.label())) {
                ignored(then.label());
            } else if (now == null) {
                gone(then, partitions);
            } else {
                compare(then, now, partitions);
            }
        }
        after.tables().forEach((name, table) -> appeared(name, table, partitions));
    }

    private void gone(TableContent then, Partitions partitions) {
        if (after.unpopulated(new QualifiedName(then.schema(), then.name()))) {
            warned(then.label(), "it was populated before, and is not any more");
        } else if (partitions.agree(then.root())) {
            warned(then.label(), "it is gone, and all of its rows lie in other partitions");
        } else {
            differs(
                    then.label(),
                    "table \"%s\" is gone with its %,d rows".formatted(then.label(), rows(then)),
                    rows(then),
                    0L);
        }
    }

    private static long rows(TableContent table) {
        return table.rows() == null ? 0 : table.rows();
    }

    private void compare(TableContent then, RestoredContent now, Partitions partitions) {
        String label = then.label();
        QueryFailed failure = now.failure();
        if (then.hash() == null || failure != null) {
            String why = failure == null ? "" + then.notHashed() : failure.reason();
            ledger.notRun(REHEARSAL, label, why);
            return;
        }
        long rowsThen = rows(then);
        long rowsNow = now.hash().rows();
        boolean sameColumns = then.columns().equals(now.table().columnNames());
        if (now.hash().hex().equals(then.hash()) && rowsNow == rowsThen) {
            ledger.add(REHEARSAL, ObjectOutcome.counted(label, rowsThen, rowsNow));
        } else if (partitions.agree(then.root())) {
            warned(label, "its rows lie in other partitions than before, all of them");
        } else if (then.kind() == TableContent.Kind.MATERIALIZED_VIEW) {
            warned(label, "it holds other rows than before: it was refreshed");
        } else if (!sameColumns && rowsNow == rowsThen) {
            outcome(label, "its columns are other ones, so its rows are, too", rowsThen, rowsNow);
        } else {
            differs(
                    label,
                    message(label, rowsThen, rowsNow) + Narrowing.of(then, now),
                    rowsThen,
                    rowsNow);
        }
    }

    private static String message(String label, long then, long now) {
        if (now < then) {
            return "table \"%s\" lacks %,d of the %,d rows that it held before the migration"
                    .formatted(label, then - now, then);
        }
        return now > then
                ? "table \"%s\" holds %,d rows more than the %,d before the migration"
                        .formatted(label, now - then, then)
                : "table \"%s\" holds %,d rows as before the migration, and other values in them"
                        .formatted(label, now);
    }

    private void appeared(QualifiedName name, RestoredContent table, Partitions partitions) {
        boolean known = before.tables().containsKey(name) || before.unpopulated(name);
        if (!known
                && !spec.ignores(name.label())
                && table.hash().rows() > 0
                && !partitions.agree(table.table().root())) {
            outcome(
                    name.label(),
                    "it was not there before, and holds %,d rows".formatted(table.hash().rows()),
                    0L,
                    table.hash().rows());
        }
    }

    /** Numbers that were drawn are never given back: only a sequence that fell behind counts. */
    private void sequences() {
        before.sequences()
                .states()
                .forEach((name, then) -> {
                    SequenceContent.State now = after.sequences().states().get(name);
                    String label = "sequence " + name.label() + " value";
                    if (now == null || spec.ignores(name.label())) {
                        return; // Gone: told by the definitions.
                    }
                    boolean descends = before.sequences().descending().contains(name);
                    int order = Long.compare(now.lastValue(), then.lastValue());
                    int ahead = descends ? -order : order;
                    if (now.equals(then)) {
                        ledger.add(REHEARSAL, ObjectOutcome.passed(label));
                    } else if (ahead > 0 || (ahead == 0 && now.called())) {
                        warned(
                                label,
                                "it stands further than before, as drawn numbers do not return");
                    } else {
                        differs(
                                label,
                                "sequence \"%s\" stands %,d behind where it stood before the migration"
                                        .formatted(
                                                name.label(),
                                                Math.abs(now.lastValue() - then.lastValue())),
                                null,
                                null);
                    }
                });
    }

    private void largeObjects() {
        long then = Fingerprint.count(before.largeObjects());
        long now = Fingerprint.count(after.largeObjects());
        QueryFailed failure =
                before.largeObjectFailure() == null
                        ? after.largeObjectFailure()
                        : before.largeObjectFailure();
        if (failure != null) {
            ledger.notRun(REHEARSAL, "large objects", failure.reason());
            return;
        }
        if (then == 0 && now == 0) {
            return;
        }
        if (before.largeObjects().equals(after.largeObjects())) {
            ledger.add(REHEARSAL, ObjectOutcome.counted("large objects", then, now));
        } else {
            differs(
                    "large objects",
                    then == now
                            ? "of %,d large objects some have other bytes than before the migration"
                                    .formatted(now)
                            : "there are %,d large objects, and there were %,d before the migration"
                                    .formatted(now, then),
                    then,
                    now);
        }
    }

    private void traces() {
        boolean sameObjects =
                before.definitions().all().keySet().equals(after.definitions().all().keySet());
        Map<String, String> then = before.traces();
        Map<String, String> now = after.traces();
        TreeSet<String> names = new TreeSet<>(then.keySet());
        names.addAll(now.keySet());
        List<String> differing = new ArrayList<>();
        for (String name : names) {
            String old = then.get(name);
            String fresh = now.get(name);
            boolean comparable =
                    name.startsWith(Traces.ORDER)
                            ? Traces.sameColumns(old, fresh)
                            : sameObjects || (old != null && fresh != null);
            String object = name.substring(name.lastIndexOf(' ') + 1);
            if (comparable && (old == null || !old.equals(fresh)) && !spec.ignores(object)) {
                differing.add(name);
                warned(name, "it is not as before the migration");
            }
        }
        if (!differing.isEmpty()) {
            String first = differing.getFirst();
            add(
                    Finding.of(
                                    FindingCode.ROLLBACK_LEFT_TRACES,
                                    differing.size() == 1 ? first : null,
                                    differing.size() == 1
                                            ? "%s is not as before the migration".formatted(first)
                                            : "%,d privileges, comments or orders of columns are not as before the migration; the first: %s"
                                                    .formatted(differing.size(), first))
                            .withConsequences(
                                    differing.size() - 1,
                                    Ledger.examples(differing.subList(1, differing.size()))));
        }
    }

    private void ignored(String label) {
        ledger.add(
                REHEARSAL, ObjectOutcome.notChecked(label, "the plan's rehearse.ignore names it"));
    }

    private void warned(String label, String reason) {
        ledger.add(REHEARSAL, ObjectOutcome.warned(label, reason));
    }

    private void differs(String label, String message, @Nullable Long then, @Nullable Long now) {
        outcome(label, message, then, now);
        add(Finding.of(FindingCode.ROLLBACK_CHANGED_DATA, label, message));
    }

    private void outcome(String label, String why, @Nullable Long then, @Nullable Long now) {
        Outcome outcome = spec.severity() == Severity.ERROR ? Outcome.FAILED : Outcome.WARNED;
        ledger.add(REHEARSAL, new ObjectOutcome(label, outcome, why, then, now));
    }

    /** What it amounts to is not more than the plan gives it. */
    private void add(Finding finding) {
        ledger.add(
                spec.severity() == Severity.WARNING
                        ? finding.withSeverity(Severity.WARNING)
                        : finding);
    }
}
