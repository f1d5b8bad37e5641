package dev.muster.restore.verify;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an archive brings of owners, privileges and comments, and what the restore made of it.
 *
 * @param noOwners why owners are not compared; null where they are
 * @param noPrivileges why privileges need not have come back; null where they must
 * @param noComments the same of comments
 * @param named whether it was restored into a server that others use, where not every role's grants
 *     can be given
 * @param entries what the archive has entries for, as {@code ACL public.t}: an entry's kind and the
 *     full name of what it is about; null where that is not known
 * @param failed those of them that could not be restored, and why
 */
public record CarriedRights(
        @Nullable String noOwners,
        @Nullable String noPrivileges,
        @Nullable String noComments,
        boolean named,
        @Nullable Set<String> entries,
        Map<String, Explanation> failed) {
    /** Everything. */
    static final CarriedRights ALL = new CarriedRights(null, null, null, false, null, Map.of());

    public CarriedRights {
        entries = entries == null ? null : Set.copyOf(entries);
        failed = Map.copyOf(failed);
    }

    boolean has(String entry) {
        return entries == null || entries.contains(entry);
    }

    @Nullable Explanation failure(String entry) {
        return failed.get(entry);
    }
}
