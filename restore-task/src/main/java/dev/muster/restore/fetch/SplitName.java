package dev.muster.restore.fetch;

import java.util.regex.Pattern;

/** Knows the names that {@code split} and archivers give to the parts of one file. */
final class SplitName {
    private static final Pattern PART =
            Pattern.compile(
                    "(?i).*([._-]part[._-]?\\d+|[._-]\\d+of\\d+|\\.\\d{3}|\\.z\\d\\d|\\.a?a[a-f])"
                            + "|(.*/)?xa[a-z]");

    private SplitName() {}

    static boolean isPart(String key) {
        return PART.matcher(key).matches();
    }
}
