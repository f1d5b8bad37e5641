package dev.muster.restore.verify;

import dev.muster.manifest.QualifiedName;
import dev.muster.manifest.SequenceContent;
import dev.muster.manifest.TableContent;

/** Tells which rows, sequences and large objects a migration has not left as they were. */
final class RehearsalData {
    private final Fingerprint before;
    private final Fingerprint after;
    private final RehearsalLedger ledger;

    RehearsalData(Fingerprint before, Fingerprint after, RehearsalLedger ledger) {
        this.before = before;
        this.after = after;
        this.ledger = ledger;
    }

    void tell() {
        tables();
        sequences();
        largeObjects();
    }

    private void tables() {
        Partitions partitions = new Partitions(before.contents(), after.tables());
        for (TableContent then : before.contents()) {
            RestoredContent now = after.tables().get(new QualifiedName(then.schema(), then.name()));
            if (ledger.ignores(then.label())) {
                ledger.ignored(then.label());
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
            ledger.warned(then.label(), "it was populated before, and is not any more");
        } else if (partitions.agree(then.root())) {
            ledger.warned(then.label(), "it is gone, and all of its rows lie in other partitions");
        } else {
            ledger.differs(
                    then.label(),
                    "table \"%s\" is gone with its %,d rows"
                            .formatted(then.label(), RowDifference.rows(then)),
                    RowDifference.rows(then),
                    0L);
        }
    }

    private void compare(TableContent then, RestoredContent now, Partitions partitions) {
        String label = then.label();
        QueryFailed failure = now.failure();
        if (then.hash() == null || failure != null) {
            String why = failure == null ? "" + then.notHashed() : failure.reason();
            ledger.notRun(label, why);
            return;
        }
        long rowsThen = RowDifference.rows(then);
        long rowsNow = now.hash().rows();
        boolean sameColumns = then.columns().equals(now.table().columnNames());
        if (now.hash().hex().equals(then.hash()) && rowsNow == rowsThen) {
            ledger.passed(label, rowsThen, rowsNow);
        } else if (partitions.agree(then.root())) {
            ledger.warned(label, "its rows lie in other partitions than before, all of them");
        } else if (then.kind() == TableContent.Kind.MATERIALIZED_VIEW) {
            ledger.warned(label, "it holds other rows than before: it was refreshed");
        } else if (!sameColumns && rowsNow == rowsThen) {
            ledger.outcome(
                    label, "its columns are other ones, so its rows are, too", rowsThen, rowsNow);
        } else {
            ledger.differs(
                    label,
                    RowDifference.of(then, now, "it held before the migration"),
                    rowsThen,
                    rowsNow);
        }
    }

    private void appeared(QualifiedName name, RestoredContent table, Partitions partitions) {
        boolean known = before.tables().containsKey(name) || before.unpopulated(name);
        if (!known
                && !ledger.ignores(name.label())
                && table.hash().rows() > 0
                && !partitions.agree(table.table().root())) {
            ledger.outcome(
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
                    if (now == null || ledger.ignores(name.label())) {
                        return; // Gone: told by the definitions.
                    }
                    boolean descends = before.sequences().descending().contains(name);
                    int order = Long.compare(now.lastValue(), then.lastValue());
                    int ahead = descends ? -order : order;
                    if (now.equals(then)) {
                        ledger.passed(label);
                    } else if (ahead > 0 || (ahead == 0 && now.called())) {
                        ledger.warned(
                                label,
                                "it stands further than before, as drawn numbers do not return");
                    } else {
                        ledger.differs(
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
            ledger.notRun("large objects", failure.reason());
            return;
        }
        if (then == 0 && now == 0) {
            return;
        }
        if (before.largeObjects().equals(after.largeObjects())) {
            ledger.passed("large objects", then, now);
        } else {
            ledger.differs(
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
}
