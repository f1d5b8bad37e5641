package dev.muster.cli.mutate;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What became of one kind of damage.
 *
 * @param object what was damaged, null where nothing was
 * @param verdict of the drill of the damaged copy, null where there was none
 * @param finding what that drill found and the drill of the undamaged one did not; null where there
 *     is nothing of that kind
 * @param reason why it survived and what would catch it, or why it was not tried; null where it was
 *     killed
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

    /** Whether it was noticed. */
    public enum Fate {
        /** The drill was not proven, or was so with a finding that names the damage. */
        @JsonProperty("killed")
        KILLED,
        /** The drill was proven as if nothing were wrong. */
        @JsonProperty("survived")
        SURVIVED,
        /** This backup has nothing of the kind; it does not count. */
        @JsonProperty("notApplicable")
        NOT_APPLICABLE,
        /** There was no time for it; it does not count. */
        @JsonProperty("notRun")
        NOT_RUN
    }

    static Mutant notApplicable(Kind kind, String why) {
        return new Mutant(
                kind.name(), kind.what(), Fate.NOT_APPLICABLE, null, null, null, why, 0);
    }

    static Mutant notRun(Kind kind, String why) {
        return new Mutant(kind.name(), kind.what(), Fate.NOT_RUN, null, null, null, why, 0);
    }
}
