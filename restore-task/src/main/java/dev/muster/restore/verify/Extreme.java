package dev.muster.restore.verify;

import org.jspecify.annotations.Nullable;

/**
 * What the scans of a table and its partitions say together to one probe.
 *
 * @param value null where there is no row, or where {@code known} is false
 * @param known whether every part of the table was asked and answered
 * @param rows the rows of all parts
 */
record Extreme(@Nullable Long value, boolean known, long rows, @Nullable QueryFailed failure) {
    static Extreme of(Relations relations, Scans scans, Relation table, Probe probe) {
        Long value = null;
        long rows = 0;
        boolean known = true;
        for (Relation part : relations.tree(table)) {
            if (part.partitioned()) {
                continue;
            }
            Scan scan = scans.of(part);
            int place = scan == null ? -1 : scan.probes().indexOf(probe);
            if (scan == null || place < 0) {
                known = false;
                continue;
            }
            Scan.Answer answer = scan.answer(place);
            if (answer.failure() != null) {
                return new Extreme(null, false, rows, answer.failure());
            }
            Long count = scan.count().value();
            rows += count == null ? 0 : count;
            Long one = answer.value();
            if (one != null) {
                value = value == null ? one : (Long) probe.merge(value, one);
            }
        }
        return new Extreme(value, known, rows, null);
    }
}
