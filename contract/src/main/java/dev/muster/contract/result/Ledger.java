package dev.muster.contract.result;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The account of every object that the archive holds: verified and by which checks, not checked and
 * why, accepted and for whose reason. It is drawn up from the archive's own table of contents, not
 * from what was checked, so that nothing can be left out in silence.
 *
 * <p>Its size is bounded: of the objects of one kind that are not verified it names {@value
 * #MOST_NAMES}, under {@value #MOST_REASONS} reasons. The counts hold for all of them.
 *
 * @param entries of the archive's table of contents
 * @param beside of these, the ones that make no object of their own: comments, grants and settings,
 *     and data, which counts with its table
 * @param scope what was to be restored; null for the whole archive
 * @param unaccounted objects of the archive that are in no state: a hole in the account
 */
public record Ledger(
        int entries,
        int beside,
        @Nullable LedgerScope scope,
        List<LedgerKind> kinds,
        List<String> unaccounted) {

    /** So many objects of a kind are named that are not verified. */
    public static final int MOST_NAMES = 1000;

    /** So many reasons are told apart within a kind. */
    public static final int MOST_REASONS = 100;

    public Ledger {
        kinds = List.copyOf(kinds);
        unaccounted = List.copyOf(unaccounted);
    }

    /** Whether every entry is accounted for, and every object is in exactly one state. */
    public boolean addsUp() {
        return unaccounted.isEmpty()
                && entries == beside + kinds.stream().mapToInt(LedgerKind::entries).sum()
                && kinds.stream().allMatch(LedgerKind::addsUp);
    }

    /** What became of the objects of this kind; empty where the archive has none. */
    public Optional<LedgerKind> of(String kind) {
        return kinds.stream().filter(each -> each.kind().equals(kind)).findFirst();
    }

    /** Objects of all kinds. */
    public long objects() {
        return kinds.stream().mapToLong(LedgerKind::objects).sum();
    }

    /** Those that are verified. */
    public long verified() {
        return kinds.stream().mapToLong(LedgerKind::verified).sum();
    }
}
