package dev.muster.contract.result;

import dev.muster.contract.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest backup that really restores, looked for after a drill had ended broken: the plan's
 * backups were drilled from the newest to older ones until one was proven.
 *
 * @param backup the key of the one that was proven; null where none was
 * @param createdAt when it was made
 * @param ageSeconds how old it was when the broken drill began: the true recovery point
 * @param tried every backup that was drilled in this run, newest first
 * @param notTried how many more of the plan's backups are known and were not drilled
 * @param notListed the stores that could not be listed to their end, so that there may be others
 * @param ended why no more were drilled
 */
public record LastRestorable(
        @Nullable String backup,
        @Nullable Instant createdAt,
        @Nullable Double ageSeconds,
        List<Tried> tried,
        int notTried,
        List<String> notListed,
        String ended) {

    /** One backup that was drilled, in a drill of its own. */
    public record Tried(String key, Instant createdAt, String drillId, Verdict verdict) {}

    public LastRestorable {
        tried = List.copyOf(tried);
        notListed = List.copyOf(notListed);
        if ((backup == null) != (createdAt == null) || (backup == null) != (ageSeconds == null)) {
            throw new IllegalArgumentException("a backup that restores has a time and an age");
        }
    }

    /** Those newer than the one that restores of which no drill could tell. */
    public long newerUntold() {
        return tried.stream()
                .filter(t -> t.verdict() == Verdict.UNPROVEN)
                .filter(t -> createdAt == null || t.createdAt().isAfter(createdAt))
                .count();
    }
}
