package dev.muster.contract.plan;

import dev.muster.contract.MusterException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** All plans of a configuration file, in the file's order. */
public record Plans(@Option(value = "the plans by name", required = true) Map<String, Plan> plans) {

    public Plans {
        plans = Collections.unmodifiableMap(new LinkedHashMap<>(plans));
        if (plans.isEmpty()) {
            throw new InvalidOption("plans", "there is no plan", "write one plan at least");
        }
    }

    /**
     * The plan of this name.
     *
     * @throws MusterException PLAN_UNKNOWN
     */
    public Plan plan(String name) {
        Plan plan = plans.get(name);
        if (plan == null) {
            throw unknown(name, plans.keySet());
        }
        return plan;
    }

    /** What to tell who names a plan that is not there. */
    public static MusterException unknown(String name, Collection<String> known) {
        return new MusterException(
                "PLAN_UNKNOWN", "there is no plan \"" + name + "\"", Nearest.hint(name, known));
    }
}
