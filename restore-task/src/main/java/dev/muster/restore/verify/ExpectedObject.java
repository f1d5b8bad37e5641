package dev.muster.restore.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object that must exist after the restore, in pg_dump's own words.
 *
 * @param id the archive's number of the entry, or any number that is unique among the expected
 * @param kind the word of the table of contents, as {@code FK CONSTRAINT}
 * @param schema the schema without quotes; null where the object lies in none
 * @param tag exactly as pg_dump writes it, as {@code name(integer)} or {@code table constraint}
 * @param dependsOn ids of the entries that this one needs; unknown ids are ignored
 * @param explanation what the restore already knows about its absence, or null
 */
public record ExpectedObject(
        int id,
        String kind,
        @Nullable String schema,
        String tag,
        List<Integer> dependsOn,
        @Nullable Explanation explanation) {

    public ExpectedObject {
        dependsOn = List.copyOf(dependsOn);
        schema = schema == null || schema.isEmpty() || "-".equals(schema) ? null : schema;
    }

    /** An object about which nothing further is known. */
    public static ExpectedObject of(int id, String kind, @Nullable String schema, String tag) {
        return new ExpectedObject(id, kind, schema, tag, List.of(), null);
    }

    /** The same with what the restore knows about its absence. */
    public ExpectedObject explained(Explanation why) {
        return new ExpectedObject(id, kind, schema, tag, dependsOn, why);
    }

    /** As it stands in results: {@code schema.tag}. */
    String label() {
        return schema == null ? tag : schema + "." + tag;
    }
}
