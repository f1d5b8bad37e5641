package dev.muster.restore.archive;

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
}
