package dev.muster.trigger;

import dev.muster.contract.Finding;
import dev.muster.contract.MusterException;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.result.BackupFacts;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.SelectionFacts;
import dev.muster.records.History;
import dev.muster.records.RecordStore;
import dev.muster.records.Results;
import dev.muster.records.order.HeldOrder;
import dev.muster.records.order.Order;
import dev.muster.records.order.OrderState.Started;
import dev.muster.records.order.OrderState.Starting;
import dev.muster.records.order.OrderState.Waiting;
import dev.muster.records.order.Orders;
import dev.muster.records.order.TaskSize;
import dev.muster.records.plan.PlanSource;
import dev.muster.stores.Secrets;
import dev.muster.trigger.Outcome.State;
import dev.muster.trigger.Pick.None;
import dev.muster.trigger.Pick.Picked;
import dev.muster.trigger.Pick.TooYoung;
import dev.muster.trigger.task.Launch;
import dev.muster.trigger.task.Launch.Launched;
import dev.muster.trigger.task.Launch.Refused;
import dev.muster.trigger.task.TaskSizing;
import dev.muster.trigger.task.Tasks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Brings one order forward: to a task, or to a result that says why there is none. */
final class DrillStart {
    /** What keeps an order as it is, for a later run; anything else is the plan's. */
    private static final Set<String> OF_THE_STACK = Set.of("RECORDS_FAILED", "REPORT_FAILED");

    private final FunctionSettings settings;
    private final RecordStore records;
    private final Results results;
    private final Orders orders;
    private final Shortening shortening;
    private final Supplier<PlanSource> plans;
    private final Tasks tasks;
    private final Reporting reporting;
    private final Secrets secrets;
    private final ConsoleLinks links;
    private final Clock clock;
    private final String run;

    /**
     * @param plans the plan file, read when it is first needed
     * @param run the id of this run of the function
     */
    DrillStart(
            FunctionSettings settings,
            RecordStore records,
            RecordStore state,
            Supplier<PlanSource> plans,
            Tasks tasks,
            Reporting reporting,
            Secrets secrets,
            Clock clock,
            String run) {
        this.settings = settings;
        this.records = records;
        this.results = new Results(records);
        this.orders = new Orders(state);
        this.shortening = new Shortening(state);
        this.plans = plans;
        this.tasks = tasks;
        this.reporting = reporting;
        this.secrets = secrets;
        this.links = new ConsoleLinks(settings.region());
        this.clock = clock;
        this.run = run;
    }

    /**
     * Brings it forward.
     *
     * @param left how much time this run has
     * @throws MusterException RECORDS_FAILED or REPORT_FAILED where the order stays as it is
     */
    Outcome start(HeldOrder held, Supplier<Duration> left) {
        Order order = held.order();
        if (results.find(order.plan(), order.drillId()).isPresent()) {
            // It ended, and who should have told of it died; or it was ordered again meanwhile.
            reporting.report(order.plan(), order.drillId());
            return outcome(order, State.OVER);
        }
        Instant began = clock.instant();
        try {
            return switch (order.state()) {
                case Waiting waiting -> locate(held, waiting, began, left);
                case Starting starting -> takeOver(held, starting, began, left);
                case Started started -> told(order, started);
            };
        } catch (MusterException e) {
            if (OF_THE_STACK.contains(e.code())) {
                throw e;
            }
            return ended(order, began, null, null, List.of(Unstarted.unusable(e)));
        }
    }

    private Outcome locate(
            HeldOrder held, Waiting waiting, Instant began, Supplier<Duration> left) {
        Order order = held.order();
        PlanSource source = plans.get();
        Plan plan = source.plan(order.plan());
        return switch (Pick.of(order, plan, secrets, began)) {
            case None none -> ended(order, began, null, null, none.findings());
            case TooYoung young -> {
                orders.close(order.drillId());
                yield outcome(order, State.NOT_NEEDED)
                        .saying("there is no backup of age " + young.band() + " yet", null);
            }
            case Picked picked -> {
                TaskSize size = size(plan, picked.size());
                DrillRequest request =
                        shortening.fitting(
                                picked.request(),
                                one -> tasks.fits(one, source.place(), size, environment()));
                Refused impossible = tasks.impossible(size);
                yield impossible == null
                        ? claim(
                                held,
                                new Starting(
                                        run,
                                        clock.instant(),
                                        waiting,
                                        source.place(),
                                        request,
                                        size),
                                began,
                                left)
                        : refused(order, began, request, impossible);
            }
        };
    }

    private TaskSize size(Plan plan, long bytes) {
        return TaskSizing.of(
                bytes, plan.restore(), History.newest(records, plan.name(), TaskSizing.HISTORY));
    }

    private Outcome takeOver(
            HeldOrder held, Starting starting, Instant began, Supplier<Duration> left) {
        return claim(held, starting.takenOver(run, clock.instant()), began, left);
    }

    private Outcome claim(HeldOrder held, Starting claim, Instant began, Supplier<Duration> left) {
        Order order = held.order();
        if (!orders.claim(held, claim)) {
            return outcome(order, State.ELSEWHERE);
        }
        Outcome about = about(outcome(order, State.STARTED), claim.request(), claim.size());
        Launch launch = tasks.launch(claim, environment(), left);
        return switch (launch) {
            case Launched launched -> {
                orders.started(order.drillId(), claim, launched.task(), clock.instant());
                yield about.in(
                        launched.task(), links.task(launched.task()), links.log(launched.task()));
            }
            case Refused refused -> {
                if (refused.passing() && mayWait(claim.before())) {
                    orders.waitAgain(order.drillId(), claim, refused.message(), clock.instant());
                    yield about(outcome(order, State.WAITING), claim.request(), claim.size())
                            .saying(refused.message(), refused.hint());
                }
                yield refused(order, began, claim.request(), refused);
            }
        };
    }

    private boolean mayWait(Waiting before) {
        Instant since = before.since();
        return since == null || clock.instant().isBefore(since.plus(settings.startWithin()));
    }

    private Outcome told(Order order, Started started) {
        return about(outcome(order, State.STARTED), started.request(), started.size())
                .in(started.task(), links.task(started.task()), links.log(started.task()));
    }

    private Outcome refused(Order order, Instant began, DrillRequest request, Refused refused) {
        List<Finding> findings = new ArrayList<>(request.findings());
        findings.add(Finding.of(refused.code(), null, refused.message()).withHint(refused.hint()));
        BackupFacts backup =
                new BackupFacts(
                        request.backup(),
                        null,
                        request.copies().getFirst().size(),
                        request.createdAt(),
                        null,
                        List.of(),
                        null);
        return ended(order, began, request.selection(), backup, findings);
    }

    /** Ends an order without a task: its result is left first, and then told of. */
    Outcome ended(
            Order order,
            Instant began,
            @Nullable SelectionFacts selection,
            @Nullable BackupFacts backup,
            List<Finding> findings) {
        DrillResult result =
                Unstarted.result(
                        order.drillId(),
                        order.plan(),
                        began,
                        clock.instant(),
                        selection,
                        backup,
                        findings);
        results.leave(result);
        reporting.report(order.plan(), order.drillId());
        Finding decisive =
                result.findings().stream()
                        .filter(f -> f.decides() && f.cause() == result.cause())
                        .findFirst()
                        .orElse(result.findings().getFirst());
        State state = State.valueOf(result.verdict().name().toUpperCase(Locale.ROOT));
        return outcome(order, state)
                .about(
                        backup == null ? null : backup.key(),
                        selection == null ? null : selection.reason(),
                        null)
                .saying(decisive.message(), decisive.hint());
    }

    /** What would be started, without anything being done. */
    Outcome foresee(Order order) {
        try {
            Plan plan = plans.get().plan(order.plan());
            return switch (Pick.of(order, plan, secrets, clock.instant())) {
                case None none -> dry(order, none.findings(), null);
                case TooYoung young ->
                        Outcome.of(order.plan(), null, State.NOT_NEEDED)
                                .saying("there is no backup of age " + young.band() + " yet", null);
                case Picked picked -> {
                    TaskSize size = size(plan, picked.size());
                    Refused impossible = tasks.impossible(size);
                    yield impossible == null
                            ? about(
                                    Outcome.of(order.plan(), null, State.WOULD_START),
                                    picked.request(),
                                    size)
                            : dry(
                                    order,
                                    List.of(
                                            Finding.of(
                                                            impossible.code(),
                                                            null,
                                                            impossible.message())
                                                    .withHint(impossible.hint())),
                                    picked.request());
                }
            };
        } catch (MusterException e) {
            return dry(order, List.of(Unstarted.unusable(e)), null);
        }
    }

    private Outcome dry(Order order, List<Finding> findings, @Nullable DrillRequest request) {
        Instant now = clock.instant();
        DrillResult result =
                Unstarted.result(order.drillId(), order.plan(), now, now, null, null, findings);
        Finding first =
                result.findings().stream()
                        .filter(f -> f.decides() && f.cause() == result.cause())
                        .findFirst()
                        .orElse(result.findings().getFirst());
        State state = State.valueOf(result.verdict().name().toUpperCase(Locale.ROOT));
        return Outcome.of(order.plan(), null, state)
                .about(
                        request == null ? null : request.backup(),
                        request == null ? null : request.selection().reason(),
                        null)
                .saying(first.message(), first.hint());
    }

    private static Outcome about(Outcome outcome, DrillRequest request, TaskSize size) {
        return outcome.about(request.backup(), request.selection().reason(), size.toString());
    }

    private static Outcome outcome(Order order, State state) {
        return Outcome.of(order.plan(), order.drillId(), state);
    }

    /** What the task is told beside its request. */
    private Map<String, String> environment() {
        return Map.of("MUSTER_RECORDS", settings.records());
    }
}
