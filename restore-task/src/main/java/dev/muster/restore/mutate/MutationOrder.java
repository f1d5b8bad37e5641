package dev.muster.restore.mutate;

import dev.muster.contract.MusterException;
import dev.muster.contract.plan.Plan;
import java.time.Duration;
import java.util.List;

/**
 * What a mutation drill tries.
 *
 * @param kinds the names of the kinds of damage, all of them where there is none
 * @param seed chooses the order, the objects and the bytes
 * @param limit how long it may take
 */
public record MutationOrder(List<String> kinds, long seed, Duration limit) {

    /**
     * Checks the names.
     *
     * @throws MusterException MUTATION_UNKNOWN
     */
    public MutationOrder {
        kinds = List.copyOf(kinds);
        List<String> known = names();
        for (String name : kinds) {
            if (!known.contains(name)) {
                throw new MusterException(
                        "MUTATION_UNKNOWN",
                        "there is no kind of damage \"" + name + "\"",
                        "choose among " + String.join(", ", known));
            }
        }
    }

    /** What a plan asks for; each drill has a seed of its own. */
    static MutationOrder planned(Plan plan, String drillId) {
        return new MutationOrder(
                List.of(), drillId.hashCode(), plan.verify().mutateWithin().duration());
    }

    /** The names of all kinds of damage. */
    public static List<String> names() {
        return Kind.all().stream().map(Kind::name).toList();
    }

    List<Kind> chosen() {
        return Kind.all().stream()
                .filter(kind -> kinds.isEmpty() || kinds.contains(kind.name()))
                .toList();
    }
}
