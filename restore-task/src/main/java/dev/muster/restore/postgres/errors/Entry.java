package dev.muster.restore.postgres.errors;

import java.util.List;

/**
 * One entry of the archive's table of contents, as far as an error can be about it.
 *
 * @param desc its kind in pg_dump's own word, for example {@code TABLE DATA} or {@code FK
 *     CONSTRAINT}
 * @param schema empty where it is in none
 * @param tag pg_dump's name for it; for a constraint the table's name, a space, and its own
 * @param dependencies dump ids of the entries that it needs
 */
public record Entry(
        int dumpId, String desc, String schema, String tag, List<Integer> dependencies) {

    public Entry {
        dependencies = List.copyOf(dependencies);
    }

    /** As {@code schema.name}, for people. */
    public String display() {
        return schema.isEmpty() ? tag : schema + "." + tag;
    }
}
