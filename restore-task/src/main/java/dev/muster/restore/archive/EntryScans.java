package dev.muster.restore.archive;

import org.jspecify.annotations.Nullable;

/** Knows how the data of each entry are to be scanned, and where the counts go. */
final class EntryScans {
    private final Tally tally;
    private final @Nullable String encoding;
    private final boolean utf8;
    private final boolean standardStrings;
    private @Nullable RoleColumns roleColumns;
    private RoleNames roles = new RoleNames();

    EntryScans(Tally tally, @Nullable String encoding, boolean standardStrings) {
        this.tally = tally;
        this.encoding = encoding;
        this.utf8 = TextEncoding.isUtf8(encoding);
        this.standardStrings = standardStrings;
    }

    /** Has the values of role columns read on the way. */
    void collect(RoleColumns columns, RoleNames names) {
        roleColumns = columns;
        roles = names;
    }

    private @Nullable RoleValues values(TocEntry entry) {
        return roleColumns == null || entry.copyStmt() == null
                ? null
                : roleColumns.values(entry.name(), Tokens.of(entry.copyStmt(), true), roles);
    }

    RowScan start(TocEntry entry) {
        if (entry.isLargeObjects()) {
            return new ByteCount();
        }
        CopyTarget target = CopyTarget.of(entry);
        return target == null
                ? new InsertRows(encoding, standardStrings)
                : new CopyRows(utf8, target.columns(), values(entry));
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
