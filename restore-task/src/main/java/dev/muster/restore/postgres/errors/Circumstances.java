package dev.muster.restore.postgres.errors;

import java.util.Map;
import java.util.Set;

/**
 * What is known beside the errors themselves.
 *
 * @param sourceMajor of the server that was dumped, or 0
 * @param serverMajor of the server that was restored into
 * @param localeReplaced whether the database sorts otherwise than the source
 * @param superuser whether the restoring role is one
 * @param missingExtensions those of the archive that this installation lacks
 * @param damaged objects, as {@code schema.name}, whose data the archive holds damaged, and how
 */
public record Circumstances(
        int sourceMajor,
        int serverMajor,
        boolean localeReplaced,
        boolean superuser,
        Set<String> missingExtensions,
        Map<String, String> damaged) {

    public Circumstances {
        missingExtensions = Set.copyOf(missingExtensions);
        damaged = Map.copyOf(damaged);
    }

    boolean sourceIsNewer() {
        return sourceMajor > serverMajor;
    }

    boolean versionsDiffer() {
        return sourceMajor != 0 && sourceMajor != serverMajor;
    }
}
