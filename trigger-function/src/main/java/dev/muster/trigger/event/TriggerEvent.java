package dev.muster.trigger.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.contract.plan.PlanFile;
import dev.muster.contract.plan.SelectSpec;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for.
 *
 * @param id of the event; the same event delivered again has the same
 * @param plan the one to drill, or null for all
 * @param backup the key of the backup to drill, or null for the plan's choice
 * @param select what to choose by in place of the plan's own, as in muster.yaml, or null
 * @param seed of a random choice, or null
 * @param dryRun whether only to say what would be started
 * @param dispatch whether only to start what waits
 */
public record TriggerEvent(
        String id,
        @Nullable String plan,
        @Nullable String backup,
        @Nullable JsonNode select,
        @Nullable Long seed,
        boolean dryRun,
        boolean dispatch) {

    /** What to choose by in place of the plan's own, or null. */
    public @Nullable SelectSpec selection() {
        return selection(backup, select);
    }

    /**
     * What these overrides choose by, or null where there is none.
     *
     * @throws dev.muster.contract.MusterException where they cannot be read
     */
    public static @Nullable SelectSpec selection(
            @Nullable String backup, @Nullable JsonNode select) {
        if (backup != null) {
            return SelectSpec.ofKey(backup);
        }
        return select == null ? null : PlanFile.parseSelect("event", select.toString());
    }
}
