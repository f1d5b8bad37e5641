package dev.muster.contract.result;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.Proof;
import dev.muster.contract.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link VerdictRule} makes of a drill's findings and checks.
 *
 * @param cause only where the verdict is not proven
 * @param proof only where the verdict is proven
 * @param findings those that were judged, and after them those that the judging itself added
 */
public record Judgement(
        Verdict verdict, @Nullable Cause cause, @Nullable Proof proof, List<Finding> findings) {

    public Judgement {
        if ((verdict == Verdict.PROVEN) != (proof != null)) {
            throw new IllegalArgumentException("a proof level belongs to proven, and only to it");
        }
        if ((verdict == Verdict.PROVEN) == (cause != null)) {
            throw new IllegalArgumentException(
                    "a cause belongs to broken and unproven, and only there");
        }
        findings = List.copyOf(findings);
    }
}
