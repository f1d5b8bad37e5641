package dev.muster.report.overdue;

import dev.muster.contract.MusterException;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.PlanOrProblem;
import dev.muster.contract.plan.Span;
import dev.muster.records.DrillRecord;
import dev.muster.records.History;
import dev.muster.records.RecordStore;
import dev.muster.records.plan.PlanSource;
import dev.muster.report.alert.OverdueNews.LatePlan;
import dev.muster.report.alert.OverdueNews.Problem;
import dev.muster.report.drill.Failures;
import dev.muster.report.history.HistoryPage;
import dev.muster.report.history.PlanSummary;
import dev.muster.report.metrics.MetricLog;
import dev.muster.report.metrics.PlanMetrics;
import dev.muster.report.render.Amount;
import dev.muster.report.render.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Finds the plans without a proven drill that is young enough. The drill's own time counts, not the
 * backup's: a plan that drills old backups on purpose is no less alive, and how old the newest
 * backup may be is the recovery point objective's business.
 */
public final class LatePlans {
    private static final int READ_AT_ONCE = 16;
    private static final int READ_AT_FIRST = 12;

    private final RecordStore store;
    private final Span provenWithin;
    private final MetricLog metrics;

    /**
     * @param provenWithin how old a plan's newest proven drill may be, where the plan itself does
     *     not say
     */
    public LatePlans(RecordStore store, Span provenWithin, MetricLog metrics) {
        this.store = store;
        this.provenWithin = provenWithin;
        this.metrics = metrics;
    }

    /**
     * What was found.
     *
     * @param newest each plan's newest drill
     */
    record Found(List<LatePlan> plans, List<Problem> problems, List<DrillRecord> newest) {
        static final Found NOTHING = new Found(List.of(), List.of(), List.of());

        Found {
            plans = List.copyOf(plans);
            problems = List.copyOf(problems);
            newest = List.copyOf(newest);
        }
    }

    /** Puts the pages right of which a drill's end could not. */
    void publishStale(Found found) {
        HistoryPage.publishStale(store, found.newest());
    }

    Found among(PlanSource source, Instant now) {
        List<LatePlan> late = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        List<DrillRecord> newest = new ArrayList<>();
        histories(source.plans().keySet())
                .forEach((name, read) -> {
                    PlanOrProblem found = source.named(name);
                    if (found.problem() != null) {
                        problems.add(unusable(name, found.problem()));
                    }
                    try {
                        History history = ended(read);
                        history.damaged().forEach(damaged -> problems.add(damaged(damaged)));
                        history.drills().stream().reduce((_, last) -> last).ifPresent(newest::add);
                        PlanSummary summary = PlanSummary.of(history, name).orElse(null);
                        Optional<LatePlan> isLate = late(name, allowed(found.plan()), summary, now);
                        isLate.ifPresent(late::add);
                        Instant provenAt = summary == null ? null : summary.provenAt();
                        metrics.write(PlanMetrics.ofPlan(name, isLate.isPresent(), now, provenAt));
                    } catch (RuntimeException e) {
                        problems.add(unread(name, e));
                    }
                });
        return new Found(late, problems, newest);
    }

    private static Problem unread(String plan, RuntimeException e) {
        String hint = e instanceof MusterException known ? known.hint() : null;
        return new Problem(
                "the records of plan \"%s\" cannot be read: %s"
                        .formatted(
                                plan,
                                e instanceof MusterException ? e.getMessage() : Failures.defect(e)),
                hint == null ? "look at the function's log" : hint);
    }

    private static Problem unusable(String name, MusterException problem) {
        return new Problem(
                "plan \"%s\" cannot be drilled: %s".formatted(name, problem.getMessage()),
                problem.hint() == null ? "correct it in the plan file" : problem.hint());
    }

    private static Problem damaged(String damaged) {
        return new Problem(
                "damaged record: " + damaged,
                "find out who changed it: `muster history --audit` names the first break");
    }

    /** Hundreds of plans are read at once, in the order of the file. */
    private Map<String, Future<History>> histories(Set<String> plans) {
        Map<String, Future<History>> histories = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(READ_AT_ONCE)) {
            for (String name : plans) {
                histories.put(name, threads.submit(() -> untilProven(name)));
            }
        }
        return histories;
    }

    /** The newest drills, down to one that was proven: a plan's past grows for ever. */
    private History untilProven(String plan) {
        int most = READ_AT_FIRST;
        while (true) {
            History newest = History.newest(store, plan, most);
            boolean proven = newest.drills().stream().anyMatch(d -> d.drill().provesTheBackup());
            boolean all = newest.drills().size() + newest.damaged().size() < most;
            if (proven || all) {
                return newest;
            }
            most *= 8;
        }
    }

    private static History ended(Future<History> read) {
        try {
            return read.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MusterException("RECORDS_FAILED", "reading was interrupted", null, e);
        }
    }

    private Span allowed(@Nullable Plan plan) {
        Span own = plan == null ? null : plan.objectives().provenWithin();
        return own == null ? provenWithin : own;
    }

    private static Optional<LatePlan> late(
            String plan, Span allowed, @Nullable PlanSummary summary, Instant now) {
        if (summary == null) {
            return Optional.of(new LatePlan(plan, "it was never drilled", null));
        }
        Instant provenAt = summary.provenAt();
        if (provenAt == null) {
            String why =
                    "never proven in %s; %s"
                            .formatted(
                                    Amount.count(summary.drills(), "drill", "drills"),
                                    last(summary, now));
            return Optional.of(new LatePlan(plan, why, null));
        }
        Duration age = Duration.between(provenAt, now);
        if (age.compareTo(allowed.duration()) <= 0) {
            return Optional.empty();
        }
        String why = "last proven %s ago, allowed %s".formatted(spoken(age), allowed);
        return Optional.of(
                new LatePlan(
                        plan,
                        summary.lastProvesTheBackup() ? why : why + "; " + last(summary, now),
                        provenAt));
    }

    private static String last(PlanSummary summary, Instant now) {
        String cause =
                summary.lastCause() == null ? "" : " (" + Words.cause(summary.lastCause()) + ")";
        return "the last, %s ago, was %s%s"
                .formatted(
                        spoken(Duration.between(summary.lastAt(), now)),
                        Words.verdict(summary.lastVerdict()).toLowerCase(Locale.ROOT)
                                + (summary.lastInPart() ? " in part" : ""),
                        cause);
    }

    private static String spoken(Duration age) {
        return Amount.duration((double) Math.max(0, age.toSeconds()));
    }
}
