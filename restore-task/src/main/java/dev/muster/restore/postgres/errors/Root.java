package dev.muster.restore.postgres.errors;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A root cause while its consequences are still being counted. */
final class Root {
    private static final int EXAMPLES = 5;

    private final Finding finding;
    private final Finding shared;
    private final List<String> examples = new ArrayList<>();
    private int consequences;

    Root(Finding finding) {
        this(finding, finding);
    }

    /**
     * A root that is named otherwise once something follows from it.
     *
     * @param shared what is said of it then
     */
    Root(Finding finding, Finding shared) {
        this.finding = finding;
        this.shared = shared;
    }

    static Root of(FindingCode code, @Nullable String object, String message) {
        return new Root(Finding.of(code, object, message));
    }

    FindingCode code() {
        return finding.code();
    }

    Cause cause() {
        return finding.cause();
    }

    String message() {
        return finding.message();
    }

    void consequence(String example) {
        consequences++;
        if (examples.size() < EXAMPLES && !examples.contains(example)) {
            examples.add(example);
        }
    }

    void consequencesOf(Root other) {
        consequences += 1 + other.consequences;
        other.examples.forEach(example -> {
            if (examples.size() < EXAMPLES) {
                examples.add(example);
            }
        });
    }

    Finding finding() {
        return consequences == 0 ? finding : shared.withConsequences(consequences, examples);
    }
}
