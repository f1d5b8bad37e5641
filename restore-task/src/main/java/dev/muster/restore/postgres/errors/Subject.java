package dev.muster.restore.postgres.errors;

import org.jspecify.annotations.Nullable;

/**
 * What a SQL command is about, in pg_dump's words.
 *
 * @param desc for example {@code TABLE}, {@code TABLE DATA}, {@code FK CONSTRAINT}
 * @param schema empty where the command names none
 * @param tag as {@link Entry#tag}
 * @param references the table that a foreign key points to, as {@code schema.name}
 */
public record Subject(String desc, String schema, String tag, @Nullable String references) {
    /** As {@code schema.name}, for people. */
    public String display() {
        return schema.isEmpty() ? tag : schema + "." + tag;
    }
}
