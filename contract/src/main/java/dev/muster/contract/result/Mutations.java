package dev.muster.contract.result;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.muster.contract.result.Mutant.Fate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mutation drill found: copies of a proven backup were damaged, each in another way, and
 * drilled. The counts are those of the mutants.
 *
 * @param seed by which objects, bytes and the order were chosen
 * @param limitSeconds how long it was allowed to take
 * @param seconds how long it took
 */
@JsonPropertyOrder({
    "killRate",
    "killed",
    "survived",
    "changedNothing",
    "notApplicable",
    "notRun",
    "seed",
    "limitSeconds",
    "seconds",
    "mutants"
})
public record Mutations(long seed, double limitSeconds, double seconds, List<Mutant> mutants) {

    public Mutations {
        mutants = List.copyOf(mutants);
    }

    @JsonCreator
    static Mutations read(
            @JsonProperty("seed") long seed,
            @JsonProperty("limitSeconds") double limitSeconds,
            @JsonProperty("seconds") double seconds,
            @JsonProperty("mutants") List<Mutant> mutants) {
        return new Mutations(seed, limitSeconds, seconds, mutants);
    }

    /** The share of those that count which was noticed, 0 to 1; null where none counts. */
    @JsonProperty
    public @Nullable Double killRate() {
        long counted = killed() + survived();
        return counted == 0 ? null : (double) killed() / counted;
    }

    @JsonProperty
    public long killed() {
        return count(Fate.KILLED);
    }

    @JsonProperty
    public long survived() {
        return count(Fate.SURVIVED);
    }

    @JsonProperty
    public long changedNothing() {
        return count(Fate.CHANGED_NOTHING);
    }

    @JsonProperty
    public long notApplicable() {
        return count(Fate.NOT_APPLICABLE);
    }

    @JsonProperty
    public long notRun() {
        return count(Fate.NOT_RUN);
    }

    /** Those of one fate, in the order of the list. */
    public List<Mutant> of(Fate fate) {
        return mutants.stream().filter(mutant -> mutant.fate() == fate).toList();
    }

    private long count(Fate fate) {
        return of(fate).size();
    }
}
