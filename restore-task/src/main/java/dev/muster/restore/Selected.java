package dev.muster.restore;

import dev.muster.contract.result.LedgerScope;
import dev.muster.restore.archive.TocEntry;
import java.util.Set;

/**
 * The part of an archive that a drill restores.
 *
 * @param scope what was asked for, for the result
 * @param ids of the entries that are restored, by the archive's own numbers
 */
record Selected(LedgerScope scope, Set<Integer> ids) {
    static final String NOT_CHOSEN = "it was not chosen for this drill";
    static final String WITHOUT_DATA = "this drill restored its definition and left out its data";

    Selected {
        ids = Set.copyOf(ids);
    }

    /** Whether this entry is restored. */
    boolean has(TocEntry entry) {
        return ids.contains(entry.dumpId());
    }
}
