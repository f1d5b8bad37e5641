package dev.muster.restore.archive;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import java.util.List;

/** Reads what entries say of large objects. */
final class LargeObjects {
    private LargeObjects() {}

    /** How many a BLOB METADATA entry creates. */
    static long defined(String defn) {
        long count = 0;
        for (int at = defn.indexOf("lo_create(");
                at >= 0;
                at = defn.indexOf("lo_create(", at + 1)) {
            count++;
        }
        return count;
    }

    /** What is wrong where fewer large objects have data than the entries define. */
    static List<Finding> missing(DatabaseContents database, Census.DatabaseCount held) {
        long defined = database.largeObjectsDefined();
        return defined <= held.largeObjects()
                ? List.of()
                : List.of(
                        Finding.of(
                                FindingCode.LARGE_OBJECTS_MISSING,
                                null,
                                "the archive defines "
                                        + Problems.counted(defined, "large object", "large objects")
                                        + " and holds the data of "
                                        + held.largeObjects()));
    }
}
