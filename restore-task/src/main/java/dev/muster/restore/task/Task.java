package dev.muster.restore.task;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.MusterException;
import dev.muster.contract.Verdict;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.result.DrillResult;
import dev.muster.records.DrillFolder;
import dev.muster.records.History;
import dev.muster.records.RecordStore;
import dev.muster.records.RecordStores;
import dev.muster.records.plan.PlanSource;
import dev.muster.restore.Cancellation;
import dev.muster.restore.Drill;
import dev.muster.restore.DrillOrder;
import dev.muster.restore.Interruption;
import dev.muster.restore.NotRun;
import dev.muster.restore.mutate.MutationDrill;
import dev.muster.restore.postgres.sandbox.Sandbox;
import dev.muster.restore.postgres.server.Machine;
import dev.muster.stores.Secrets;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The way in on AWS: drills what the request in the environment names, and leaves the result in the
 * records. Ends with 0 proven, 1 broken, 2 unproven or no result stored, 64 nothing to go by.
 */
public final class Task {
    private static final int USAGE = 64;

    private final Map<String, String> environment;
    private final Log log;
    private final Cancellation cancellation = new Cancellation();
    private final Instant startedAt = Instant.now();
    private final long startedNanos = System.nanoTime();

    Task(Map<String, String> environment, PrintStream out) {
        this.environment = environment;
        this.log = new Log(out);
    }

    /** Takes no arguments: see {@code docs/image.md}. */
    public static void main(String[] args) {
        Sandbox.hideThisProcess();
        // Digits in SQL and in results are the same for everybody.
        Locale.setDefault(Locale.ROOT);
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        System.exit(new Task(System.getenv(), out).run());
    }

    /** Runs the drill and gives the exit code. */
    int run() {
        try (Interruption interruption = new Interruption(cancellation::cancel)) {
            int code = runInOrder();
            interruption.ended(code);
            return code;
        }
    }

    private int runInOrder() {
        Assignment assignment;
        RecordStore records;
        try {
            assignment = Assignment.from(environment);
            records = RecordStores.open(assignment.records());
        } catch (MusterException e) {
            log.problem(e);
            return USAGE;
        }
        log.line("drill %s of plan %s".formatted(assignment.drillId(), assignment.plan()));
        knowTheTask();
        DrillResult result = drill(assignment, records);
        tell(result);
        boolean stored = deliver(result, records);
        int code = exitCode(result.verdict(), stored);
        String place = records.location(DrillFolder.of(result.plan(), result.drillId()).result());
        log.json(Summary.of(result, stored ? place : null, code));
        return code;
    }

    /** A result that nobody will read proves nothing. */
    private static int exitCode(Verdict verdict, boolean stored) {
        return stored || verdict == Verdict.BROKEN
                ? verdict.exitCode()
                : Verdict.UNPROVEN.exitCode();
    }

    private void knowTheTask() {
        try {
            TaskMetadata.read(environment)
                    .ifPresent(task -> {
                        log.line("task " + task.describe());
                        Machine.limitTo(task.cpus(), task.memoryBytes());
                    });
        } catch (IOException e) {
            log.warning("ECS does not tell which task this is: " + e.getMessage());
        }
        log.line(
                "%d processors, %d MiB of memory, sandbox: %s"
                        .formatted(Machine.cpus(), Machine.memoryBytes() >> 20, Sandbox.level()));
    }

    private DrillResult drill(Assignment assignment, RecordStore records) {
        DrillRequest request = assignment.request();
        try {
            if (request == null) {
                throw assignment.wrong() != null
                        ? assignment.wrong()
                        : new IllegalStateException("no request, and nothing is wrong with it");
            }
            PlanSource plans = PlanSource.read(assignment.plans());
            log.line("plans " + plans.place());
            return drill(request, plans.plan(request.plan()), records);
        } catch (MusterException e) {
            return notRun(assignment, misconfigured(e));
        } catch (RuntimeException | Error e) {
            // The drill itself lets nothing out: this was before it.
            return notRun(assignment, Finding.ofDefect(e));
        }
    }

    private DrillResult drill(DrillRequest request, Plan plan, RecordStore records) {
        Secrets secrets = new Secrets(environment, log::warning);
        try (RequestedStores stores = new RequestedStores(plan, request, secrets)) {
            List<Finding> findings = new ArrayList<>(request.findings());
            findings.addAll(stores.findings());
            DrillOrder order =
                    new DrillOrder(
                            request.drillId(),
                            plan,
                            stores.backup(),
                            request.selection(),
                            System.nanoTime() - startedNanos,
                            findings,
                            request.newestBackupAt(),
                            backupTime ->
                                    History.read(records, plan.name())
                                            .lastProvenBefore(plan.name(), backupTime),
                            environment);
            if (cancellation.isCancelled()) {
                return notRun(request, interrupted());
            }
            LogProgress progress = new LogProgress(log, System::nanoTime);
            Drill drill = new Drill(order, secrets, progress, cancellation::isCancelled);
            DrillResult result =
                    cancellation.during(() ->
                            MutationDrill.run(drill, order, progress, cancellation::isCancelled));
            Instant until = startedAt.plus(plan.restore().timeout().duration());
            DrillResult told =
                    new Upgrades(records, log, cancellation, one -> leave(one, records))
                            .completed(result, order, secrets, until);
            return others(plan, records).completed(told);
        }
    }

    private OtherBackups others(Plan plan, RecordStore records) {
        return new OtherBackups(
                plan, records, environment, log, cancellation, result -> leave(result, records));
    }

    private void leave(DrillResult result, RecordStore records) {
        tell(result);
        deliver(result, records);
    }

    private boolean deliver(DrillResult result, RecordStore records) {
        return new ResultDelivery(records, log, cancellation, ResultDelivery.Patience.USUAL)
                .deliver(result);
    }

    private static Finding interrupted() {
        return Finding.of(
                FindingCode.INTERRUPTED, null, "the task was told to stop before it began");
    }

    private DrillResult notRun(Assignment assignment, Finding finding) {
        DrillRequest request = assignment.request();
        return request == null
                ? NotRun.result(
                        assignment.drillId(), assignment.plan(), startedAt, null, List.of(finding))
                : notRun(request, finding);
    }

    private DrillResult notRun(DrillRequest request, Finding finding) {
        List<Finding> findings = new ArrayList<>(request.findings());
        findings.add(finding);
        return NotRun.result(
                request.drillId(), request.plan(), startedAt, request.selection(), findings);
    }

    private static Finding misconfigured(MusterException e) {
        // The plan itself, or what its place, its secrets and this task lack.
        boolean plan = e.code().startsWith("PLAN_") && !e.code().startsWith("PLAN_FILE");
        FindingCode code =
                e.isPassing()
                        ? FindingCode.AWS_UNAVAILABLE
                        : plan ? FindingCode.PLAN_UNUSABLE : FindingCode.TASK_MISCONFIGURED;
        Finding finding = Finding.of(code, null, e.getMessage() + " [" + e.code() + "]");
        return e.hint() == null ? finding : finding.withHint(e.hint());
    }

    private void tell(DrillResult result) {
        for (Finding finding : result.findings()) {
            String about = finding.object() == null ? "" : finding.object() + ": ";
            log.line(
                    "%s %s: %s%s"
                            .formatted(
                                    finding.severity().name().toLowerCase(java.util.Locale.ROOT),
                                    finding.code(),
                                    about,
                                    finding.message()));
        }
        log.line("verdict: " + result.verdict().name().toLowerCase(java.util.Locale.ROOT));
    }
}
