package dev.muster.restore.archive;

import org.jspecify.annotations.Nullable;

/** Knows how the data of each entry are to be scanned, and where the counts go. */
final class EntryScans {
    private final Tally tally;
    private final boolean utf8;
    private final boolean standardStrings;

    EntryScans(Tally tally, boolean utf8, boolean standardStrings) {
        this.tally = tally;
        this.utf8 = utf8;
        this.standardStrings = standardStrings;
    }

    RowScan start(TocEntry entry) {
        if (entry.isLargeObjects()) {
            return new ByteCount();
        }
        CopyTarget target = CopyTarget.of(entry);
        return target == null
                ? new InsertRows(standardStrings)
                : new CopyRows(utf8, target.columns());
    }

    void end(TocEntry entry, RowScan scan, RowScan.@Nullable Fault fault) {
        tally.table(target(entry, scan), scan, fault);
    }

    void largeObject(RowScan scan, RowScan.@Nullable Fault fault) {
        if (fault == null) {
            tally.largeObject(scan.bytes());
        } else {
            tally.fault("large objects", fault);
        }
    }

    void fault(TocEntry entry, RowScan.Fault.Kind kind, String detail) {
        RowScan.Fault fault = new RowScan.Fault(kind, detail);
        if (entry.isLargeObjects()) {
            tally.fault("large objects", fault);
        } else {
            end(entry, start(entry), fault);
        }
    }

    private static QualifiedName target(TocEntry entry, RowScan scan) {
        CopyTarget copied = CopyTarget.of(entry);
        if (copied != null) {
            return copied.table();
        }
        QualifiedName inserted = scan instanceof InsertRows rows ? rows.target() : null;
        if (inserted == null) {
            return entry.name();
        }
        return inserted.schema() == null
                ? new QualifiedName(entry.namespace(), inserted.name())
                : inserted;
    }
}
