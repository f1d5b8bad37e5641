package dev.muster.restore.verify;

import dev.muster.manifest.ContentHash;
import dev.muster.manifest.QualifiedName;
import dev.muster.manifest.TableContent;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whole partitioned tables, put together of their partitions: a restore may lay rows into other
 * partitions than they came from, as another server hashes or sorts a key otherwise.
 */
final class Partitions {
    private final Map<QualifiedName, ContentHash> expected = new HashMap<>();
    private final Map<QualifiedName, ContentHash> actual = new HashMap<>();
    private final Set<QualifiedName> incomplete = new HashSet<>();

    Partitions(Iterable<TableContent> manifest, Map<QualifiedName, RestoredContent> restored) {
        for (TableContent table : manifest) {
            QualifiedName root = table.root();
            if (root != null) {
                if (table.hash() == null || table.notDumped() != null || table.rows() == null) {
                    incomplete.add(root);
                } else {
                    expected.merge(root, hash(table), ContentHash::plus);
                }
            }
        }
        for (RestoredContent table : restored.values()) {
            QualifiedName root = table.table().root();
            if (root != null) {
                if (table.failure() != null) {
                    incomplete.add(root);
                }
                actual.merge(root, table.hash(), ContentHash::plus);
            }
        }
    }

    private static ContentHash hash(TableContent table) {
        String hex = "" + table.hash();
        return ContentHash.of(
                table.rows() == null ? 0 : table.rows(),
                new BigInteger(hex.substring(0, 16), 16),
                new BigInteger(hex.substring(16), 16));
    }

    /** Whether all partitions of the root together hold what they held at the source. */
    boolean agree(@Nullable QualifiedName root) {
        if (root == null || incomplete.contains(root)) {
            return false;
        }
        ContentHash before = expected.get(root);
        return before != null && before.equals(actual.get(root));
    }
}
