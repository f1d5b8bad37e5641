package dev.muster.restore.archive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an archive's table of contents, or what plain SQL says in its place.
 *
 * @param dumpId pg_dump's number of it; in plain SQL its ordinal
 * @param desc PostgreSQL's word for its kind: TABLE, TABLE DATA, FK CONSTRAINT, …
 * @param tag its name as pg_dump writes it: a constraint's is "table constraint", a function's has
 *     its argument types
 * @param relkind since archive version 1.16, else 0
 * @param defn the statements that make it, empty where it has none
 * @param copyStmt the COPY that loads it, null where there is none
 * @param hasData whether a block of data belongs to it
 * @param offset of that block in a custom archive that says it, else -1
 * @param file the data's file name in a directory or tar archive, without a suffix of compression
 * @param line in plain SQL, the line on which it begins; else 0
 */
public record TocEntry(
        int dumpId,
        String desc,
        @Nullable String namespace,
        String tag,
        @Nullable String owner,
        @Nullable String tablespace,
        @Nullable String tableAm,
        int relkind,
        String defn,
        String dropStmt,
        @Nullable String copyStmt,
        List<Integer> dependencies,
        Section section,
        boolean hasData,
        long offset,
        @Nullable String file,
        long line) {

    public TocEntry {
        dependencies = List.copyOf(dependencies);
    }

    /** Its schema and name. */
    public QualifiedName name() {
        return new QualifiedName(namespace, tag);
    }

    /** Whether it holds the rows of a table. */
    public boolean isTableData() {
        return desc.equals("TABLE DATA");
    }

    /** Whether it makes a table that can hold rows of its own, unlike a partitioned one. */
    public boolean holdsRows() {
        return desc.equals("TABLE") && TableTraits.holdsRows(this);
    }

    /**
     * Whether it takes a default away from a column that inherits one: nothing is in the catalog
     * afterwards.
     */
    public boolean isNoDefault() {
        return desc.equals("DEFAULT") && defn.strip().endsWith(" SET DEFAULT NULL;");
    }

    /** Whether it holds large objects. */
    public boolean isLargeObjects() {
        return desc.equals("BLOBS");
    }
}
