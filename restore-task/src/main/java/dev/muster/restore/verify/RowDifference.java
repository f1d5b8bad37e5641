package dev.muster.restore.verify;

import dev.muster.manifest.TableContent;

/** Says how the rows of a table differ from those it is held against, without showing a value. */
final class RowDifference {
    private RowDifference() {}

    /**
     * As a sentence.
     *
     * @param held whose rows they are held against, as "the source held"
     */
    static String of(TableContent then, RestoredContent now, String held) {
        return counts(then.label(), rows(then), now.hash().rows(), held) + Narrowing.of(then, now);
    }

    /** How many rows were noted; none where they were not counted. */
    static long rows(TableContent table) {
        return table.rows() == null ? 0 : table.rows();
    }

    private static String counts(String label, long then, long now, String held) {
        if (now < then) {
            return "table \"%s\" lacks %,d of the %,d rows that %s"
                    .formatted(label, then - now, then, held);
        }
        return now > then
                ? "table \"%s\" holds %,d rows more than the %,d that %s"
                        .formatted(label, now - then, then, held)
                : "table \"%s\" holds %,d rows, as many as %s, and other values in them"
                        .formatted(label, now, held);
    }
}
