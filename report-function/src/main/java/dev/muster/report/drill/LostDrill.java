package dev.muster.report.drill;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.MusterException;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.Span;
import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Environment;
import dev.muster.contract.result.Judgement;
import dev.muster.contract.result.ObjectiveOutcome;
import dev.muster.contract.result.Objectives;
import dev.muster.contract.result.VerdictRule;
import dev.muster.report.stop.StoppedTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the result of a drill whose task left none: unproven, with what was asked for, what ECS
 * tells of the task, and the one finding that names the reason.
 */
final class LostDrill {
    private LostDrill() {}

    /**
     * The result.
     *
     * @param request what the task was asked, null where that is not known
     * @param task null where ECS does not know it any more
     * @param plan as it is now, for its objectives; where it cannot be read they are not known
     */
    static DrillResult result(
            String planName,
            String drillId,
            @Nullable DrillRequest request,
            @Nullable StoppedTask task,
            List<Finding> reasons,
            Supplier<Plan> plan,
            Instant now) {
        List<Finding> findings = new ArrayList<>(request == null ? List.of() : request.findings());
        findings.addAll(reasons);
        Instant began = Optional.ofNullable(task).flatMap(StoppedTask::began).orElse(now);
        Objectives objectives = objectives(plan, request, began, findings);
        Judgement judgement = VerdictRule.judge(findings, List.of());
        return new DrillResult(
                DrillResult.SCHEMA_VERSION,
                drillId,
                planName,
                judgement.verdict(),
                judgement.proof(),
                judgement.cause(),
                began,
                task == null ? 0 : task.seconds(),
                request == null ? null : request.selection(),
                request == null ? null : request.facts(),
                List.of(),
                List.of(),
                List.of(),
                judgement.findings(),
                objectives,
                environment(task));
    }

    /** Recovery time was not measured; the age of the newest backup is known all the same. */
    private static Objectives objectives(
            Supplier<Plan> plan,
            @Nullable DrillRequest request,
            Instant now,
            List<Finding> findings) {
        try {
            Span rto = plan.get().objectives().rto();
            Span rpo = plan.get().objectives().rpo();
            return new Objectives(
                    rto == null ? null : unknown(rto),
                    rpo == null ? null : rpo(rpo, request, now, findings));
        } catch (MusterException _) {
            return new Objectives(null, null);
        }
    }

    private static ObjectiveOutcome rpo(
            Span allowed, @Nullable DrillRequest request, Instant now, List<Finding> findings) {
        Instant newest = request == null ? null : request.newestBackupAt();
        if (newest == null) {
            return unknown(allowed);
        }
        double age = Math.max(0, Duration.between(newest, now).toSeconds());
        boolean met = age <= allowed.duration().toSeconds();
        if (!met) {
            findings.add(
                    Finding.of(
                            FindingCode.RPO_MISSED,
                            null,
                            "the newest backup is %.0f h old, the objective is %s"
                                    .formatted(age / 3600, allowed)));
        }
        return new ObjectiveOutcome(allowed.duration().toSeconds(), age, met);
    }

    private static ObjectiveOutcome unknown(Span allowed) {
        return new ObjectiveOutcome(allowed.duration().toSeconds(), null, null);
    }

    private static Environment environment(@Nullable StoppedTask task) {
        String version = LostDrill.class.getPackage().getImplementationVersion();
        return new Environment(
                version == null ? "not packaged" : version,
                Runtime.version().toString(),
                place(task),
                null,
                null,
                null,
                null,
                task == null || task.cpuUnits() == null ? 0 : Math.max(1, task.cpuUnits() / 1024),
                task == null || task.memoryMib() == null ? 0 : task.memoryMib() * (1L << 20));
    }

    private static String place(@Nullable StoppedTask task) {
        if (task == null) {
            return "AWS Fargate";
        }
        StringBuilder place = new StringBuilder("AWS ");
        place.append(task.capacityProvider() == null ? "FARGATE" : task.capacityProvider());
        if (task.platformVersion() != null) {
            place.append(' ').append(task.platformVersion());
        }
        if (task.architecture() != null) {
            place.append(", ").append(task.architecture());
        }
        return place.toString();
    }
}
