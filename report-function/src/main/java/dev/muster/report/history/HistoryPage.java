package dev.muster.report.history;

import dev.muster.records.DrillRecord;
import dev.muster.records.History;
import dev.muster.records.RecordStore;
import dev.muster.report.Pages;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The overview of all records as one HTML page that leads to each drill's report.
 *
 * @param plans each with its drills, newest first
 * @param damaged names of records that cannot be read, with the reason
 */
public record HistoryPage(List<Plan> plans, List<String> damaged) {
    private static final String NAME = "index.html";

    /**
     * One plan's drills.
     *
     * @param bars shares of the fastest restore, oldest first; empty where there is no trend
     */
    public record Plan(String name, List<DrillRecord> newestFirst, List<Double> bars) {
        public Plan {
            newestFirst = List.copyOf(newestFirst);
            bars = List.copyOf(bars);
        }

        static Plan of(String name, List<DrillRecord> drills) {
            Trend trend = Trend.of(drills);
            return new Plan(
                    name,
                    drills.reversed(),
                    trend.isWorthShowing() ? trend.shares().toList() : List.of());
        }
    }

    public HistoryPage {
        plans = List.copyOf(plans);
        damaged = List.copyOf(damaged);
    }

    /** The page; plans whose last drill was not proven come first. */
    public static String render(History history) {
        List<Plan> plans =
                history.plans().stream()
                        .map(plan -> Plan.of(plan, history.of(plan)))
                        .sorted(
                                Comparator.comparing(plan ->
                                        plan.newestFirst().getFirst().drill().proof() != null))
                        .toList();
        return Pages.render(
                "history.jte", Map.of("page", new HistoryPage(plans, history.damaged())));
    }

    /**
     * Renders the page over everything in the store and puts it there.
     *
     * @return where it lies
     */
    public static String publish(RecordStore store) {
        String html = render(History.read(store, null));
        store.replace(NAME, html.getBytes(StandardCharsets.UTF_8));
        return store.location(NAME);
    }
}
