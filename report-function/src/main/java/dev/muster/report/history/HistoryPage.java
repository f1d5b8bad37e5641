package dev.muster.report.history;

import dev.muster.records.DrillFolder;
import dev.muster.records.DrillRecord;
import dev.muster.records.History;
import dev.muster.records.RecordStore;
import dev.muster.report.render.Pages;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The drills of one plan as an HTML page that leads to each drill's report.
 *
 * @param bars shares of the fastest restore, oldest first; empty where there is no trend
 * @param damaged names of records that cannot be read, with the reason
 */
public record HistoryPage(
        String plan, List<DrillRecord> newestFirst, List<Double> bars, List<String> damaged) {

    public HistoryPage {
        newestFirst = List.copyOf(newestFirst);
        bars = List.copyOf(bars);
        damaged = List.copyOf(damaged);
    }

    /** The page of one plan's drills; there must be one drill at least. */
    public static String render(History history, String plan) {
        List<DrillRecord> drills = history.of(plan);
        Trend trend = Trend.of(drills);
        return Pages.render(
                "history.jte",
                Map.of(
                        "page",
                        new HistoryPage(
                                plan,
                                drills.reversed(),
                                trend.isWorthShowing() ? trend.shares().toList() : List.of(),
                                history.damaged())));
    }

    /** The report of a drill, as seen from its plan's page. */
    public String report(DrillRecord drill) {
        return "../" + drill.report();
    }

    /**
     * Puts the pages of all plans, and the overview that leads to them, into the store.
     *
     * @return where the overview lies
     */
    public static String publish(RecordStore store) {
        History history = History.read(store, null);
        history.plans().forEach(plan -> put(history, plan));
        return Overview.update(history, "");
    }

    /**
     * Puts one plan's page, and the overview, into the store.
     *
     * @param history of this plan
     */
    public static void publish(History history, String plan) {
        if (!history.of(plan).isEmpty()) {
            put(history, plan);
        }
        Overview.update(history, DrillFolder.of(plan, "any").plan());
    }

    /**
     * Puts the pages of those plans whose newest drill the overview does not show.
     *
     * @param newest each plan's newest drill
     */
    public static void publishStale(RecordStore store, List<DrillRecord> newest) {
        Map<String, PlanSummary> shown = Overview.shown(store);
        for (DrillRecord drill : newest) {
            PlanSummary summary = shown.get(drill.plan());
            if (summary == null || summary.lastAt().isBefore(drill.drill().startedAt())) {
                publish(History.read(store, drill.plan()), drill.plan());
            }
        }
    }

    private static void put(History history, String plan) {
        byte[] html = render(history, plan).getBytes(StandardCharsets.UTF_8);
        history.store().replace(PlanSummary.page(plan), html);
    }
}
