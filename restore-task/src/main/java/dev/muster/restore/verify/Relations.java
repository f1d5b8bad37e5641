package dev.muster.restore.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All relations of the restored database, and which are partitions of which. */
final class Relations {
    private final List<Relation> all;
    private final Map<Long, Relation> byOid = new HashMap<>();
    private final Map<String, Map<String, Relation>> bySchemaAndName = new HashMap<>();
    private final Map<Long, List<Relation>> children = new HashMap<>();

    Relations(List<Relation> all) {
        this.all = List.copyOf(all);
        for (Relation relation : all) {
            byOid.put(relation.oid(), relation);
            bySchemaAndName
                    .computeIfAbsent(relation.schema(), s -> new HashMap<>())
                    .put(relation.name(), relation);
            if (relation.parent() != 0) {
                children.computeIfAbsent(relation.parent(), p -> new ArrayList<>()).add(relation);
            }
        }
    }

    List<Relation> all() {
        return all;
    }

    @Nullable Relation byOid(long oid) {
        return byOid.get(oid);
    }

    @Nullable Relation find(String schema, String name) {
        return bySchemaAndName.getOrDefault(schema, Map.of()).get(name);
    }

    /** Those of the name in any schema. */
    List<Relation> named(String name) {
        return all.stream().filter(r -> r.name().equals(name)).toList();
    }

    /** The relation and everything below it in its tree of partitions. */
    List<Relation> tree(Relation root) {
        List<Relation> tree = new ArrayList<>();
        tree.add(root);
        for (Relation child : children.getOrDefault(root.oid(), List.of())) {
            tree.addAll(tree(child));
        }
        return tree;
    }

    /** The partitioned tables above it, the nearest first. */
    List<Relation> ancestors(Relation relation) {
        List<Relation> above = new ArrayList<>();
        Relation next = byOid.get(relation.parent());
        while (next != null) {
            above.add(next);
            next = byOid.get(next.parent());
        }
        return above;
    }
}
