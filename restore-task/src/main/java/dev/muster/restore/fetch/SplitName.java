package dev.muster.restore.fetch;

import java.util.regex.Pattern;

/** Knows the names that {@code split} and archivers give to the parts of one file. */
final class SplitName {
    private static final Pattern PART =
            Pattern.compile(
                    "(?i).*([._-]part[._-]?\\d+|\\.(0\\d\\d|z\\d\\d|[a-z]?a[a-z]|x[a-z]{2})|[._-]\\d+of\\d+)");

    private SplitName() {}

    static boolean isPart(String key) {
        return PART.matcher(key).matches();
    }
}
