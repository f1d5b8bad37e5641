package dev.muster.stores.listing;

import dev.muster.contract.Verdict;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.WalkBackSpec;
import dev.muster.contract.result.BackupFacts;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.LastRestorable;
import dev.muster.contract.result.LastRestorable.Tried;
import dev.muster.stores.Candidate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the newest backup that restores after a drill ended broken: drills the plan's backups
 * from the newest to older ones, as far as the plan allows. What this run drilled already counts.
 */
public final class WalkBack {
    private final WalkBackSpec bounds;
    private final Walk walk;
    private final BooleanSupplier cancelled;
    private final List<Tried> tried = new ArrayList<>();
    private final Instant begun;

    /**
     * Nothing is drilled yet.
     *
     * @param drilled the drills of this run
     */
    public WalkBack(Plan plan, Walk walk, List<DrillResult> drilled, BooleanSupplier cancelled) {
        bounds = plan.select().walkBack();
        this.walk = walk;
        this.cancelled = cancelled;
        drilled.stream().flatMap(WalkBack::tried).forEach(tried::add);
        begun =
                drilled.stream()
                        .map(DrillResult::startedAt)
                        .min(Comparator.naturalOrder())
                        .orElseGet(Instant::now);
    }

    /** Whether a drill that ended so is followed by others. */
    public static boolean isDue(Plan plan, DrillResult result) {
        return result.verdict() == Verdict.BROKEN
                && plan.select().walkBack().allowed()
                // Parts of other backups would not tell which of them restores.
                && !plan.restore().isPartial();
    }

    /** Drills one after the other until one is proven or a bound is met. */
    public LastRestorable run(Function<Walk.Step, DrillResult> drill) {
        Instant deadline = Instant.now().plus(bounds.timeout().duration());
        int more = 0;
        for (Candidate candidate : walk.candidates()) {
            Tried known = known(candidate);
            if (known != null && known.verdict() == Verdict.PROVEN) {
                return found(known);
            }
            if (known != null) {
                continue;
            }
            if (cancelled.getAsBoolean()) {
                return nothing("the run was interrupted");
            }
            if (more == bounds.backups()) {
                return nothing("the plan allows %d after a broken one".formatted(more));
            }
            if (Instant.now().isAfter(deadline)) {
                return nothing("the plan allows " + bounds.timeout() + " for it");
            }
            more++;
            DrillResult result =
                    drill.apply(walk.step(candidate, bounds.within().text(), Instant.now()));
            Tried one = tried(candidate, result);
            tried.add(one);
            if (result.verdict() == Verdict.PROVEN) {
                return found(one);
            }
        }
        return nothing(
                walk.tooOld() > 0 ? "they are older than " + bounds.within() : "there are no more");
    }

    /** The most that it would drill, newest first; what this run drilled already is among them. */
    public List<Candidate> ahead() {
        return walk.candidates().stream().limit(bounds.backups() + (long) tried.size()).toList();
    }

    private @Nullable Tried known(Candidate candidate) {
        return tried.stream().filter(t -> t.key().equals(candidate.key())).findFirst().orElse(null);
    }

    private LastRestorable found(Tried one) {
        Duration age = Duration.between(one.createdAt(), begun);
        return new LastRestorable(
                one.key(),
                one.createdAt(),
                Math.max(0, age.toMillis() / 1000.0),
                newestFirst(),
                notTried(),
                walk.notListed(),
                "the newest that restores is found");
    }

    private LastRestorable nothing(String why) {
        return new LastRestorable(
                null, null, null, newestFirst(), notTried(), walk.notListed(), why);
    }

    private List<Tried> newestFirst() {
        return tried.stream().sorted(Comparator.comparing(Tried::createdAt).reversed()).toList();
    }

    private int notTried() {
        long left = walk.candidates().stream().filter(c -> known(c) == null).count();
        long old = tried.stream().filter(t -> t.createdAt().isBefore(oldest())).count();
        return (int) (left + Math.max(0, walk.tooOld() - old));
    }

    private Instant oldest() {
        return begun.minus(bounds.within().duration());
    }

    private static Tried tried(Candidate candidate, DrillResult result) {
        return new Tried(
                candidate.key(), candidate.createdAt(), result.drillId(), result.verdict());
    }

    private static Stream<Tried> tried(DrillResult result) {
        BackupFacts backup = result.backup();
        return backup == null || backup.createdAt() == null
                ? Stream.empty()
                : Stream.of(
                        new Tried(
                                backup.key(),
                                backup.createdAt(),
                                result.drillId(),
                                result.verdict()));
    }
}
