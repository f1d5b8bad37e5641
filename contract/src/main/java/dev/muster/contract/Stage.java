package dev.muster.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A timed step of a drill, in the order in which they run. */
public enum Stage {
    @JsonProperty("locate")
    LOCATE,
    @JsonProperty("fetch")
    FETCH,
    @JsonProperty("restore")
    RESTORE,
    @JsonProperty("verify")
    VERIFY,
    @JsonProperty("cleanup")
    CLEANUP
}
