package dev.muster.contract.result;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.muster.contract.CheckKind;
import java.util.List;

/**
 * What became of the archive's objects of one kind.
 *
 * @param kind as the archive's table of contents writes it, for example {@code FK CONSTRAINT}
 * @param entries of the table of contents that stand for them; one may stand for many large objects
 * @param objects of this kind in the archive
 * @param verifiedBy those that are verified, by the checks that passed on them
 * @param others those that are not, by their state and reason
 */
@JsonPropertyOrder({
    "kind",
    "entries",
    "objects",
    "verified",
    "warned",
    "failed",
    "accepted",
    "notChecked",
    "verifiedBy",
    "others"
})
public record LedgerKind(
        String kind, int entries, long objects, List<Verified> verifiedBy, List<Others> others) {

    /** Objects that passed the same checks; {@code checks} names them one by one. */
    public record Verified(List<CheckKind> checks, long objects) {
        public Verified {
            checks = List.copyOf(checks);
        }
    }

    /**
     * Objects in one state for one reason.
     *
     * @param reason for an accepted one, the plan's own
     * @param names of the objects, as many as the ledger keeps
     */
    public record Others(ObjectState state, String reason, long objects, List<String> names) {
        public Others {
            if (state == ObjectState.VERIFIED || reason.isBlank()) {
                throw new IllegalArgumentException(state + " needs a reason: " + names);
            }
            names = List.copyOf(names);
        }
    }

    public LedgerKind {
        verifiedBy = List.copyOf(verifiedBy);
        others = List.copyOf(others);
    }

    @JsonCreator
    static LedgerKind read(
            @JsonProperty("kind") String kind,
            @JsonProperty("entries") int entries,
            @JsonProperty("objects") long objects,
            @JsonProperty("verifiedBy") List<Verified> verifiedBy,
            @JsonProperty("others") List<Others> others) {
        return new LedgerKind(kind, entries, objects, verifiedBy, others);
    }

    @JsonProperty
    public long verified() {
        return verifiedBy.stream().mapToLong(Verified::objects).sum();
    }

    @JsonProperty
    public long warned() {
        return count(ObjectState.WARNED);
    }

    @JsonProperty
    public long failed() {
        return count(ObjectState.FAILED);
    }

    @JsonProperty
    public long accepted() {
        return count(ObjectState.ACCEPTED);
    }

    @JsonProperty
    public long notChecked() {
        return count(ObjectState.NOT_CHECKED);
    }

    /** Whether each of its objects is in exactly one state. */
    boolean addsUp() {
        return objects == verified() + others.stream().mapToLong(Others::objects).sum();
    }

    private long count(ObjectState state) {
        return others.stream()
                .filter(group -> group.state() == state)
                .mapToLong(Others::objects)
                .sum();
    }
}
