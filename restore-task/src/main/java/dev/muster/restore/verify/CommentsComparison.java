package dev.muster.restore.verify;

import dev.muster.contract.FindingCode;
import dev.muster.manifest.Rights;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares the comments on objects by their hashes. */
final class CommentsComparison {
    private final CarriedRights carried;
    private final RightsLedger ledger;

    CommentsComparison(CarriedRights carried, RightsLedger ledger) {
        this.carried = carried;
        this.ledger = ledger;
    }

    void compare(Map<String, String> before, Map<String, String> now, Presence presence) {
        TreeSet<String> objects = new TreeSet<>(before.keySet());
        objects.addAll(now.keySet());
        for (String object : objects) {
            if (presence.isKnown(object) && presence.holds(object)) {
                ledger.compared(object);
                compare(object, before.get(object), now.get(object));
            }
        }
    }

    private void compare(String object, @Nullable String before, @Nullable String now) {
        if (before != null && before.equals(now)) {
            return;
        }
        String entry = "COMMENT " + ObjectName.of(object);
        String how =
                before == null
                        ? "it has a comment, and had none"
                        : now == null ? "its comment is missing" : "its comment is another one";
        Explanation failure = carried.failure(entry);
        if (failure != null) {
            ledger.differs(object, how, failure);
        } else if (object.equals(Rights.PUBLIC) && !carried.has(entry)) {
            ledger.notChecked(object, "the dump holds no comment on it");
        } else if (now == null && carried.noComments() != null) {
            ledger.leftOut("comments", carried.noComments());
        } else {
            ledger.differs(FindingCode.COMMENT_CHANGED, object, how);
        }
    }
}
