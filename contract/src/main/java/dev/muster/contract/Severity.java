package dev.muster.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How much a finding weighs: an error decides the verdict, a warning is shown beside it. */
public enum Severity {
    @JsonProperty("error")
    ERROR,
    @JsonProperty("warning")
    WARNING,
    @JsonProperty("info")
    INFO
}
