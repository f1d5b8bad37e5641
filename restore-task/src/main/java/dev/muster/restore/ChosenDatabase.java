package dev.muster.restore;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which of an archive's databases something is about that is about one.
 *
 * @param database null where it cannot be told
 * @param why it cannot be told; empty where it can
 */
record ChosenDatabase(@Nullable RestoredDatabase database, String why) {
    /**
     * Chooses.
     *
     * @param wanted its name, or null for the only one that holds anything
     */
    static ChosenDatabase of(@Nullable String wanted, List<RestoredDatabase> databases) {
        List<RestoredDatabase> candidates =
                databases.stream().filter(d -> fits(wanted, d, databases.size())).toList();
        if (candidates.size() == 1) {
            return new ChosenDatabase(candidates.getFirst(), "");
        }
        String names =
                databases.stream()
                        .map(d -> "\"" + d.contents().name() + "\"")
                        .collect(Collectors.joining(", "));
        return new ChosenDatabase(
                null,
                wanted == null
                        ? "the archive holds several databases: " + names
                        : "the archive holds no database \"%s\", but %s".formatted(wanted, names));
    }

    private static boolean fits(@Nullable String wanted, RestoredDatabase database, int of) {
        String name = database.contents().name();
        if (wanted != null) {
            // An archive that does not tell its database's name is of one database.
            return name == null || name.equals(wanted);
        }
        return of == 1 || !database.contents().userObjects().isEmpty();
    }
}
