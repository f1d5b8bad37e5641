package dev.muster.restore.verify;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the restore itself says of objects that did not come back, by their names. */
final class Excuses {
    private final Map<String, Explanation> byName = new HashMap<>();

    Excuses(Expectations expectations) {
        expectations
                .leftOut()
                .forEach((name, why) -> byName.put(name, new Explanation.Excused(why)));
        for (ExpectedObject object : expectations.objects()) {
            Explanation known = object.explanation();
            if (known != null) {
                byName.put(object.label(), known);
            }
        }
        for (ExpectedRows rows : expectations.rows()) {
            Explanation known = rows.explanation();
            if (known != null) {
                byName.put(rows.schema() + "." + rows.table(), known);
            }
        }
    }

    /** What is known of an object of this name, or of the one that it is a part of. */
    @Nullable Explanation of(String name) {
        for (int end = name.length(); end > 0; end = name.lastIndexOf('.', end - 1)) {
            Explanation known = byName.get(name.substring(0, end));
            if (known != null) {
                return known;
            }
        }
        return null;
    }
}
