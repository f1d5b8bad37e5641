package dev.muster.restore.archive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which tables of an archive are partitions of which: pg_dump writes an ALTER TABLE … ATTACH
 * PARTITION, since version 14 as an entry of its own, before that behind the partition's CREATE
 * TABLE.
 */
final class Partitioning {
    private final Map<QualifiedName, List<QualifiedName>> children = new HashMap<>();
    private final Map<QualifiedName, QualifiedName> parents = new HashMap<>();

    Partitioning(List<TocEntry> entries) {
        for (TocEntry entry : entries) {
            boolean attaches =
                    (entry.desc().equals("TABLE ATTACH") || entry.desc().endsWith("TABLE"))
                            && entry.defn().contains("ATTACH PARTITION");
            if (attaches) {
                Tokens.statements(entry.defn(), true).forEach(this::read);
            }
        }
    }

    private void read(List<Token> statement) {
        TokenCursor at = new TokenCursor(statement);
        if (!at.accept("alter", "table")) {
            return;
        }
        at.skipAny("only");
        QualifiedName parent = at.name();
        if (parent == null || !at.accept("attach", "partition")) {
            return;
        }
        QualifiedName child = at.name();
        if (child != null) {
            children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(child);
            parents.put(child, parent);
        }
    }

    /** The partitions of a table, themselves perhaps partitioned. */
    List<QualifiedName> children(QualifiedName table) {
        return children.getOrDefault(table, List.of());
    }

    /** The table that this is a partition of, or null. */
    @Nullable QualifiedName parent(QualifiedName table) {
        return parents.get(table);
    }

    /** The table above all others of a partition; itself where it is none. */
    QualifiedName root(QualifiedName table) {
        QualifiedName above = parents.get(table);
        return above == null ? table : root(above);
    }
}
