package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.OBJECTS;
import static dev.muster.contract.CheckKind.SEQUENCES;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Outcome;
import dev.muster.contract.result.ObjectOutcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares sequences with the columns that they fill, and with where the archive leaves them. */
final class SequencesCheck {
    /** Values further ahead than so many calls are taken for chosen by hand, if they are few. */
    private static final long SOON = 1000;

    private final Relations relations;
    private final Ledger ledger;
    private final List<Sequence> sequences;
    private final Map<Long, List<SequenceUse>> uses;

    SequencesCheck(Session session, Relations relations, Ledger ledger) throws QueryFailed {
        this.relations = relations;
        this.ledger = ledger;
        this.sequences = Sequence.readAll(session, ledger);
        this.uses =
                SequenceUse.readAll(session).stream()
                        .collect(Collectors.groupingBy(SequenceUse::sequence));
    }

    /** Adds what the scans must find out for this check, by table. */
    void probe(Map<Long, Set<Probe>> probes) {
        for (Sequence sequence : sequences) {
            for (SequenceUse use : uses.getOrDefault(sequence.oid(), List.of())) {
                Relation table = relations.byOid(use.table());
                if (table != null && use.unique() && isComparedWithColumns(sequence)) {
                    for (Relation part : relations.tree(table)) {
                        Scans.add(probes, part, new Probe.Bound(use.quoted(), sequence.ascends()));
                    }
                }
            }
        }
    }

    private static boolean isComparedWithColumns(Sequence sequence) {
        return !sequence.cycles() && !sequence.ofExtension();
    }

    void check(Session session, Scans scans, List<ExpectedSequence> expected) {
        ledger.plan(SEQUENCES);
        Map<String, ExpectedSequence> inArchive = new HashMap<>();
        expected.forEach(e -> inArchive.put(e.schema() + "\0" + e.name(), e));
        for (Sequence sequence : sequences) {
            ExpectedSequence left = inArchive.remove(sequence.schema() + "\0" + sequence.name());
            if (sequence.ofExtension() && left == null) {
                continue; // Its extension made it, and no archive says anything of it.
            }
            try {
                ledger.add(SEQUENCES, outcome(session, scans, sequence, left));
            } catch (QueryFailed e) {
                ledger.notRun(SEQUENCES, sequence.label(), e.reason());
            }
        }
        inArchive.values().forEach(gone -> missing(gone.schema() + "." + gone.name()));
    }

    /** Of its absence the check of objects has spoken, if the archive defines it. */
    private void missing(String label) {
        ObjectOutcome known = ledger.outcome(OBJECTS, "sequence " + label);
        if (known != null && known.outcome() == Outcome.NOT_CHECKED) {
            ledger.add(SEQUENCES, ObjectOutcome.notChecked(label, "" + known.reason()));
            return;
        }
        ObjectOutcome failed = ObjectOutcome.failed(label, "it is missing");
        if (known != null && known.outcome() == Outcome.FAILED) {
            ledger.add(SEQUENCES, failed.byAnother());
        } else {
            ledger.add(SEQUENCES, failed);
            ledger.add(
                    Finding.of(
                            FindingCode.OBJECT_MISSING,
                            label,
                            "sequence \"%s\" is missing after the restore".formatted(label)));
        }
    }

    private ObjectOutcome outcome(
            Session session, Scans scans, Sequence sequence, @Nullable ExpectedSequence left)
            throws QueryFailed {
        String label = sequence.label();
        if (left != null && behindArchive(sequence, left)) {
            String message =
                    "sequence \"%s\" stands at %d, the archive leaves it at %d"
                            .formatted(label, sequence.lastValue(), left.lastValue());
            ledger.add(Finding.of(FindingCode.OBJECT_INVALID, label, message));
            return ObjectOutcome.failed(label, message, left.lastValue(), sequence.lastValue());
        }
        if (sequence.ofExtension()) {
            return ObjectOutcome.passed(label);
        }
        if (sequence.cycles()) {
            return ObjectOutcome.notChecked(label, "it cycles, so it may stand anywhere");
        }
        List<SequenceUse> columns = uses.getOrDefault(sequence.oid(), List.of());
        if (columns.isEmpty() && left == null) {
            return ObjectOutcome.notChecked(label, "no column is known to take its values from it");
        }
        for (SequenceUse use : columns) {
            ObjectOutcome behind = behindColumn(session, scans, sequence, use);
            if (behind != null) {
                return behind;
            }
        }
        return ObjectOutcome.passed(label);
    }

    /** Further on than the archive is no loss: something may have called it since. */
    private static boolean behindArchive(Sequence sequence, ExpectedSequence left) {
        long next = left.isCalled() ? left.lastValue() + sequence.increment() : left.lastValue();
        return sequence.ascends() ? sequence.next() < next : sequence.next() > next;
    }

    private @Nullable ObjectOutcome behindColumn(
            Session session, Scans scans, Sequence sequence, SequenceUse use) throws QueryFailed {
        Relation table = relations.byOid(use.table());
        if (table == null || !use.unique()) {
            return null;
        }
        Extreme extreme =
                Extreme.of(
                        relations, scans, table, new Probe.Bound(use.quoted(), sequence.ascends()));
        if (extreme.failure() != null) {
            return ObjectOutcome.notChecked(sequence.label(), extreme.failure().reason());
        }
        Long value = extreme.value();
        if (value == null || sequence.isAtTheEnd() || !reaches(sequence, value)) {
            return null;
        }
        String column = "column \"%s\" of \"%s\"".formatted(use.column(), table.label());
        Ahead ahead = ahead(session, sequence, use, table);
        if (!ahead.collides(sequence, extreme.rows())) {
            String note = "%,d rows of %s lie far ahead of it".formatted(ahead.rows(), column);
            return new ObjectOutcome(sequence.label(), Outcome.PASSED, note, null, null);
        }
        String message =
                "sequence \"%s\" gives %d next, but %s already holds %d"
                        .formatted(sequence.label(), sequence.next(), column, value);
        ledger.add(Finding.of(FindingCode.SEQUENCE_BEHIND, sequence.label(), message));
        return new ObjectOutcome(
                sequence.label(), Outcome.WARNED, message, value, sequence.lastValue());
    }

    private static boolean reaches(Sequence sequence, long value) {
        return sequence.ascends() ? value >= sequence.next() : value <= sequence.next();
    }

    /** Rows that hold values which the sequence has yet to give, and the first of these values. */
    private record Ahead(long rows, long nearest) {
        boolean collides(Sequence sequence, long allRows) {
            double calls =
                    Math.abs((double) nearest - sequence.next()) / Math.abs(sequence.increment());
            // One that was never called stands beside a column that is filled by hand, as long as
            // it does not run into it.
            return calls <= SOON || (sequence.isCalled() && rows * 100 > allRows);
        }
    }

    private static Ahead ahead(Session session, Sequence sequence, SequenceUse use, Relation table)
            throws QueryFailed {
        String sql =
                "SELECT count(*), %s(%s) FROM %s WHERE %s %s %d"
                        .formatted(
                                sequence.ascends() ? "min" : "max",
                                use.quoted(),
                                table.from(),
                                use.quoted(),
                                sequence.ascends() ? ">=" : "<=",
                                sequence.next());
        return session.row(sql, row -> new Ahead(row.getLong(1), row.getLong(2)));
    }
}
