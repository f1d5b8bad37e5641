package dev.muster.contract.result;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.muster.contract.CheckKind;
import dev.muster.contract.Outcome;
import java.util.List;

/** One kind of verification with its outcome for each object. The counts are the objects' own. */
@JsonPropertyOrder({"check", "passed", "failed", "warned", "notChecked", "seconds", "objects"})
public record CheckResult(CheckKind check, double seconds, List<ObjectOutcome> objects) {

    public CheckResult {
        objects = List.copyOf(objects);
    }

    @JsonCreator
    static CheckResult read(
            @JsonProperty("check") CheckKind check,
            @JsonProperty("seconds") double seconds,
            @JsonProperty("objects") List<ObjectOutcome> objects) {
        return new CheckResult(check, seconds, objects);
    }

    @JsonProperty
    public long passed() {
        return count(Outcome.PASSED);
    }

    @JsonProperty
    public long failed() {
        return count(Outcome.FAILED);
    }

    @JsonProperty
    public long warned() {
        return count(Outcome.WARNED);
    }

    @JsonProperty
    public long notChecked() {
        return count(Outcome.NOT_CHECKED);
    }

    private long count(Outcome outcome) {
        return objects.stream().filter(o -> o.outcome() == outcome).count();
    }
}
