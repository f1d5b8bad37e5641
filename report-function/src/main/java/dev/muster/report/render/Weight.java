package dev.muster.report.render;

import dev.muster.contract.Finding;
import dev.muster.contract.result.DrillResult;
import java.util.Comparator;
import java.util.List;

/** Puts findings in the order in which people should read them. */
public final class Weight {
    private Weight() {}

    /** What decides first, of that what has the verdict's cause, and then by severity. */
    public static List<Finding> sorted(DrillResult result) {
        return result.findings().stream()
                .sorted(
                        Comparator.comparing((Finding f) -> !f.decides())
                                .thenComparing(f -> f.cause() != result.cause())
                                .thenComparing(Finding::severity))
                .toList();
    }
}
