package dev.muster.contract.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What became of one kind of damage.
 *
 * @param kind its name, as {@code drop-index}
 * @param what was done, in half a sentence
 * @param object what was damaged, null where nothing was
 * @param verdict of the drill of the damaged copy, null where there was none
 * @param finding the weightiest that this drill had and that of the undamaged copy had not; null
 *     where there is none
 * @param reason why it survived and what would notice it, or why it does not count; null where it
 *     was killed
 */
public record Mutant(
        String kind,
        String what,
        Fate fate,
        @Nullable String object,
        @Nullable Verdict verdict,
        @Nullable FindingCode finding,
        @Nullable String reason,
        double seconds) {

    /** Whether the damage was noticed. */
    public enum Fate {
        /** The drill was not proven, or it was so with a finding that the undamaged has not. */
        @JsonProperty("killed")
        KILLED,
        /** The drill was proven as if nothing were wrong. */
        @JsonProperty("survived")
        SURVIVED,
        /** A dump of the restored copy holds the same as one of the undamaged; does not count. */
        @JsonProperty("changedNothing")
        CHANGED_NOTHING,
        /** This backup has nothing that such damage could befall; does not count. */
        @JsonProperty("notApplicable")
        NOT_APPLICABLE,
        /** Time or means were lacking; does not count. */
        @JsonProperty("notRun")
        NOT_RUN
    }

    /** Whether it counts for the kill rate. */
    public boolean counts() {
        return fate == Fate.KILLED || fate == Fate.SURVIVED;
    }
}
