package dev.muster.manifest.content;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object with its owner and privileges as the catalogs have them.
 *
 * @param label its kind and name
 * @param of the definition that brings it into a dump; null where no definition does
 * @param owner a column's is its table's; null where there is none
 * @param privileges as {@link dev.muster.manifest.Holding} has them
 */
record HeldObject(
        String label,
        @Nullable DefinedObject of,
        @Nullable String owner,
        Map<String, String> privileges) {}
