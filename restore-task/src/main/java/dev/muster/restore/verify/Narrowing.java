package dev.muster.restore.verify;

import dev.muster.manifest.ContentHash;
import dev.muster.manifest.Division;
import dev.muster.manifest.RangeContent;
import dev.muster.manifest.TableContent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Says in which ranges of a table a difference lies, without showing a value. */
final class Narrowing {
    private static final int SHOWN = 3;

    private Narrowing() {}

    /** As the end of a sentence; empty where the table has one range only. */
    static String of(TableContent expected, RestoredContent actual) {
        List<String> columns = actual.table().columnNames();
        if (!columns.equals(expected.columns())) {
            return "; its columns are other ones";
        }
        Division division = expected.division();
        if (division == null || actual.division() == null) {
            return "";
        }
        Map<Integer, RangeContent> before = new HashMap<>();
        expected.ranges().forEach(each -> before.put(each.part(), each));
        Map<Integer, ContentHash> now = actual.ranges();
        TreeSet<Integer> parts = new TreeSet<>(before.keySet());
        parts.addAll(now.keySet());
        List<String> places = new ArrayList<>();
        for (int part : parts) {
            RangeContent old = before.getOrDefault(part, new RangeContent(part, 0, ""));
            ContentHash fresh = now.getOrDefault(part, ContentHash.EMPTY);
            if (old.rows() != fresh.rows() || !old.hash().equals(fresh.hex())) {
                places.add(division.describe(part) + difference(old.rows(), fresh.rows()));
            }
        }
        return "; in %d of %d ranges: %s%s"
                .formatted(
                        places.size(),
                        parts.size(),
                        String.join(", ", places.stream().limit(SHOWN).toList()),
                        places.size() > SHOWN ? ", …" : "");
    }

    private static String difference(long before, long now) {
        if (before == now) {
            return "";
        }
        long distance = Math.abs(before - now);
        return " (%,d %s %s)"
                .formatted(
                        distance, distance == 1 ? "row" : "rows", now < before ? "fewer" : "more");
    }
}
