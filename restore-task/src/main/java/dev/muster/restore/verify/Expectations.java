package dev.muster.restore.verify;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What must be found after the restore, from the archive's own contents and the plan.
 *
 * @param objects the archive's entries, also of kinds that Verify does not know
 * @param rows what the archive's data holds, per target
 * @param sequences where the archive leaves its sequences; may be empty
 * @param largeObjects how many the archive holds; null where it cannot tell
 * @param keyTables as the plan writes them: {@code users}, {@code public.users}, {@code "My Table"}
 * @param content the manifest to compare with; null where there is none
 * @param leftOut what of the archive was not restored on purpose, by the names that results give
 *     it, and why; empty where everything was
 */
public record Expectations(
        List<ExpectedObject> objects,
        List<ExpectedRows> rows,
        List<ExpectedSequence> sequences,
        @Nullable Long largeObjects,
        List<String> keyTables,
        @Nullable ExpectedContent content,
        Map<String, String> leftOut) {

    public Expectations {
        objects = List.copyOf(objects);
        rows = List.copyOf(rows);
        sequences = List.copyOf(sequences);
        keyTables = List.copyOf(keyTables);
        leftOut = Map.copyOf(leftOut);
    }

    /** Expects all of an archive. */
    public Expectations(
            List<ExpectedObject> objects,
            List<ExpectedRows> rows,
            List<ExpectedSequence> sequences,
            @Nullable Long largeObjects,
            List<String> keyTables,
            @Nullable ExpectedContent content) {
        this(objects, rows, sequences, largeObjects, keyTables, content, Map.of());
    }

    /** Expects objects and rows and nothing further. */
    public static Expectations of(List<ExpectedObject> objects, List<ExpectedRows> rows) {
        return new Expectations(objects, rows, List.of(), null, List.of(), null);
    }

    /** The same with where the archive leaves its sequences. */
    public Expectations withSequences(List<ExpectedSequence> expected) {
        return new Expectations(objects, rows, expected, largeObjects, keyTables, content, leftOut);
    }

    /** The same with the archive's number of large objects. */
    public Expectations withLargeObjects(long expected) {
        return new Expectations(objects, rows, sequences, expected, keyTables, content, leftOut);
    }

    /** The same with the plan's key tables. */
    public Expectations withKeyTables(List<String> names) {
        return new Expectations(objects, rows, sequences, largeObjects, names, content, leftOut);
    }

    /** The same with a manifest of the source. */
    public Expectations withContent(@Nullable ExpectedContent expected) {
        return new Expectations(
                objects, rows, sequences, largeObjects, keyTables, expected, leftOut);
    }

    /** The same with what was left out. */
    public Expectations without(Map<String, String> parts) {
        return new Expectations(objects, rows, sequences, largeObjects, keyTables, content, parts);
    }

    /** Whether only a part of the archive was restored. */
    boolean isPartial() {
        return !leftOut.isEmpty();
    }
}
