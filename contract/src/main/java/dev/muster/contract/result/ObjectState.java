package dev.muster.contract.result;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a drill makes of one object of the archive; each object is in exactly one of these. */
public enum ObjectState {
    /** It is back, and every check that had to look at it passed. */
    @JsonProperty("verified")
    VERIFIED,
    /** It was checked, and a check has a reservation. */
    @JsonProperty("warned")
    WARNED,
    /** A check failed on it. */
    @JsonProperty("failed")
    FAILED,
    /** It would have failed, warned or not been checked, and the plan accepts that. */
    @JsonProperty("accepted")
    ACCEPTED,
    /** Nothing tells whether it is good. */
    @JsonProperty("not-checked")
    NOT_CHECKED
}
