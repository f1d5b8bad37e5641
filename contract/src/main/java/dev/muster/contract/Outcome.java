package dev.muster.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a check says of one object. */
public enum Outcome {
    @JsonProperty("passed")
    PASSED,
    @JsonProperty("failed")
    FAILED,
    @JsonProperty("warned")
    WARNED,
    /** The check did not run on this object; the reason is given beside it. */
    @JsonProperty("notChecked")
    NOT_CHECKED
}
