package dev.muster.restore.archive;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up what the scans of one database's data say; safe for several threads. */
final class Tally {
    private final @Nullable String database;
    private final Map<QualifiedName, Census.TableCount> tables = new TreeMap<>();
    private final Map<RowScan.Fault.Kind, TreeMap<String, String>> faults =
            new EnumMap<>(RowScan.Fault.Kind.class);
    private long largeObjects;
    private long largeObjectBytes;

    Tally(@Nullable String database) {
        this.database = database;
    }

    synchronized void table(QualifiedName target, RowScan scan, RowScan.@Nullable Fault fault) {
        boolean readable = fault == null || fault.kind() == RowScan.Fault.Kind.INVALID;
        add(target, new Census.TableCount(scan.rows(), scan.bytes(), scan.isCounted() && readable));
        if (fault != null) {
            fault(target.toString(), fault);
        }
    }

    synchronized void add(QualifiedName target, Census.TableCount count) {
        tables.merge(target, count, Census.TableCount::plus);
    }

    synchronized void largeObject(long bytes) {
        largeObjects++;
        largeObjectBytes += bytes;
    }

    /** Adds to what the last large object holds. */
    synchronized void largeObjectBytes(long bytes) {
        largeObjectBytes += bytes;
    }

    synchronized void fault(String object, RowScan.Fault fault) {
        faults.computeIfAbsent(fault.kind(), kind -> new TreeMap<>())
                .putIfAbsent(object, fault.detail());
    }

    synchronized Census.DatabaseCount count() {
        return new Census.DatabaseCount(database, tables, largeObjects, largeObjectBytes);
    }

    /** One finding per kind of fault: its first object is named, the others follow from it. */
    synchronized List<Finding> findings(boolean directory) {
        List<Finding> findings = new ArrayList<>();
        faults.forEach((kind, objects) -> {
            FindingCode code =
                    switch (kind) {
                        case CUT -> FindingCode.ARCHIVE_TRUNCATED;
                        case DAMAGED -> FindingCode.ARCHIVE_DATA_CORRUPT;
                        case SHORT ->
                                directory
                                        ? FindingCode.ARCHIVE_DATA_MISSING
                                        : FindingCode.ARCHIVE_DATA_CORRUPT;
                        case INVALID -> FindingCode.DATA_INVALID;
                    };
            Map.Entry<String, String> first = objects.firstEntry();
            String others =
                    objects.size() == 1
                            ? ""
                            : "; so are "
                                    + Problems.counted(
                                            objects.size() - 1L, "other object", "other objects");
            findings.add(
                    Problems.grouped(
                            code,
                            objects.keySet(),
                            "\"" + first.getKey() + "\": " + first.getValue() + others));
        });
        return findings;
    }
}
