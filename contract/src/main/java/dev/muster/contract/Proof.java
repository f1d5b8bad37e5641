package dev.muster.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far the proof of a proven drill goes; each level includes the ones before it. */
public enum Proof {
    /** Objects and constraints are back. */
    @JsonProperty("restored")
    RESTORED,
    /** Rows agree with what the archive itself holds, keys and sequences hold, rules pass. */
    @JsonProperty("consistent")
    CONSISTENT,
    /** Every table's content hash agrees with a manifest taken in the dump's own snapshot. */
    @JsonProperty("identical")
    IDENTICAL
}
