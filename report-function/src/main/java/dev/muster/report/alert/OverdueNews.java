package dev.muster.report.alert;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has been silent for too long, on one day.
 *
 * @param day in UTC, for example 2026-03-01; one alert is sent for it
 * @param plans whose newest proven drill is too old, or that have none
 * @param problems other silences, such as drills that never reported, each with what to do
 */
public record OverdueNews(String day, Instant now, List<LatePlan> plans, List<Problem> problems) {

    /**
     * A plan without a proven drill that is young enough.
     *
     * @param why for example {@code last proven 41 d ago, allowed 35 d}
     * @param provenAt when its newest proven drill began, null where none was proven
     */
    public record LatePlan(String plan, String why, @Nullable Instant provenAt) {}

    /** Something else that is late, and what to do about it. */
    public record Problem(String what, String hint) {}

    public OverdueNews {
        plans = List.copyOf(plans);
        problems = List.copyOf(problems);
    }

    /** Whether all is as it should be. */
    public boolean isNothing() {
        return plans.isEmpty() && problems.isEmpty();
    }
}
