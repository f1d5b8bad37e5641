package dev.muster.restore.archive;

import org.jspecify.annotations.Nullable;

/** A name as the catalog holds it, not quoted; the schema is null where the archive has none. */
public record QualifiedName(@Nullable String schema, String name)
        implements Comparable<QualifiedName> {

    @Override
    public int compareTo(QualifiedName other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return schema == null ? name : schema + "." + name;
    }
}
