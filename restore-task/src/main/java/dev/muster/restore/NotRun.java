package dev.muster.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Judgement;
import dev.muster.contract.result.Objectives;
import dev.muster.contract.result.SelectionFacts;
import dev.muster.contract.result.VerdictRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the result of a drill that could not begin, so that it is reported like any other. */
public final class NotRun {
    private NotRun() {}

    /**
     * The result, with the verdict that the findings lead to; without one it is unproven all the
     * same.
     *
     * @param selection of the backup, where it is known
     */
    public static DrillResult result(
            String drillId,
            String plan,
            Instant startedAt,
            @Nullable SelectionFacts selection,
            List<Finding> findings) {
        Judgement judgement = VerdictRule.judge(findings, List.of());
        return new DrillResult(
                DrillResult.SCHEMA_VERSION,
                drillId,
                plan,
                judgement.verdict(),
                judgement.proof(),
                judgement.cause(),
                startedAt,
                StageClock.seconds(Duration.between(startedAt, Instant.now()).toNanos()),
                selection,
                null,
                List.of(),
                List.of(),
                List.of(),
                judgement.findings(),
                new Objectives(null, null),
                Host.environment(null, null));
    }
}
