package dev.muster.restore.verify;

import dev.muster.contract.FindingCode;
import dev.muster.manifest.ContentHash;
import dev.muster.manifest.LargeObjectContent;
import dev.muster.manifest.RangeContent;
import dev.muster.manifest.content.LargeObjects;
import dev.muster.manifest.content.TableHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares the bytes of all large objects with a manifest. */
final class LargeObjectContentCheck {
    private static final String LABEL = "large objects";
    private static final int SHOWN = 3;

    private final ContentLedger ledger;

    LargeObjectContentCheck(ContentLedger ledger) {
        this.ledger = ledger;
    }

    void check(SessionQueries queries, @Nullable LargeObjectContent expected) throws QueryFailed {
        if (expected != null && expected.notDumped() != null) {
            ledger.noData(LABEL, expected.notDumped());
            return;
        }
        if (expected == null || (expected.hash() == null && expected.objects() > 0)) {
            String why = expected == null ? null : expected.notHashed();
            ledger.notChecked(LABEL, why == null ? "the source could not read them" : why);
            return;
        }
        Map<Integer, ContentHash> now = new HashMap<>();
        try {
            if (LargeObjects.count(queries) > 0) {
                for (TableHash.Range each : LargeObjects.read(queries)) {
                    now.put(each.part(), each.hash());
                }
            }
        } catch (QueryFailed e) {
            ledger.unreadable(LABEL, e);
            return;
        }
        ContentHash whole = now.values().stream().reduce(ContentHash.EMPTY, ContentHash::plus);
        boolean same =
                whole.rows() == expected.objects()
                        && (whole.rows() == 0 || whole.hex().equals(expected.hash()));
        if (same) {
            ledger.passed(LABEL, whole.rows());
        } else {
            differs(expected, now, whole.rows());
        }
    }

    private void differs(LargeObjectContent expected, Map<Integer, ContentHash> now, long count) {
        String message =
                count < expected.objects()
                        ? "%,d large objects of %,d are missing"
                                .formatted(expected.objects() - count, expected.objects())
                        : count > expected.objects()
                                ? "there are %,d large objects, and the source had %,d"
                                        .formatted(count, expected.objects())
                                : "of %,d large objects some have other bytes than at the source"
                                        .formatted(count);
        FindingCode code =
                count < expected.objects()
                        ? FindingCode.CONTENT_LOST
                        : count > expected.objects()
                                ? FindingCode.CONTENT_EXTRA
                                : FindingCode.CONTENT_CHANGED;
        ledger.differs(code, LABEL, message + places(expected, now), expected.objects(), count);
    }

    private static String places(LargeObjectContent expected, Map<Integer, ContentHash> now) {
        Map<Integer, RangeContent> before = new HashMap<>();
        expected.ranges().forEach(each -> before.put(each.part(), each));
        TreeSet<Integer> parts = new TreeSet<>(before.keySet());
        parts.addAll(now.keySet());
        List<String> places = new ArrayList<>();
        for (int part : parts) {
            RangeContent old = before.get(part);
            ContentHash fresh = now.getOrDefault(part, ContentHash.EMPTY);
            if (old == null || !old.hash().equals(fresh.hex())) {
                places.add(LargeObjects.describe(part));
            }
        }
        return places.isEmpty()
                ? ""
                : "; in %d of %d ranges: %s%s"
                        .formatted(
                                places.size(),
                                parts.size(),
                                String.join(", ", places.stream().limit(SHOWN).toList()),
                                places.size() > SHOWN ? ", …" : "");
    }
}
