package dev.muster.report.history;

import dev.muster.contract.Verdict;
import dev.muster.records.DrillRecord;
import dev.muster.records.History;
import dev.muster.records.PastDrill;
import dev.muster.report.render.Amount;
import dev.muster.report.render.Columns;
import dev.muster.report.render.Legible;
import dev.muster.report.render.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows the drills of the past as a table of plain text, a plan after the other. */
public final class HistoryText {
    private static final int BACKUP_FROM = 80;
    private static final int NARROWEST_BACKUP = 12;

    private final int width;
    private final boolean terminal;
    private final List<String> lines = new ArrayList<>();

    private HistoryText(int width, boolean terminal) {
        this.width = width;
        this.terminal = terminal;
    }

    /**
     * The table; each line ends with a line feed.
     *
     * @param width in columns; the backup's key is shown where there is room for it
     * @param terminal whether bars can be drawn
     */
    public static String render(History history, int width, boolean terminal) {
        HistoryText text = new HistoryText(width, terminal);
        if (history.drills().isEmpty()) {
            text.lines.add("no drill is recorded");
        }
        for (String plan : history.plans()) {
            text.plan(plan, history.of(plan));
        }
        for (String damaged : history.damaged()) {
            text.lines.add("damaged record: " + Legible.text(damaged));
        }
        return text.lines.stream().map(l -> l.stripTrailing() + "\n").collect(Collectors.joining());
    }

    private void plan(String plan, List<DrillRecord> drills) {
        String name = Columns.shorten(Legible.text(plan), 40);
        lines.add(name + ": " + summary(drills));
        lines.add("");
        lines.add(
                row("when (UTC)", "verdict", "", "size", "restored in", "MB/s", "found", "backup"));
        for (DrillRecord drill : drills) {
            lines.add(row(drill.drill()));
        }
        Trend trend = Trend.of(drills);
        if (trend.isWorthShowing()) {
            lines.add("");
            lines.add(trendLine(trend));
        }
        lines.add("");
    }

    private static String summary(List<DrillRecord> drills) {
        List<String> parts = new ArrayList<>();
        parts.add(Amount.count(drills.size(), "drill", "drills"));
        for (Verdict verdict : Verdict.values()) {
            long n = drills.stream().filter(r -> r.drill().verdict() == verdict).count();
            if (n > 0) {
                parts.add(Amount.count(n) + " " + Words.verdict(verdict).toLowerCase(Locale.ROOT));
            }
        }
        return String.join(", ", parts);
    }

    private String trendLine(Trend trend) {
        String change = megabytes(trend.first()) + " to " + megabytes(trend.last()) + " MB/s";
        String bars = terminal ? Sparkline.draw(trend.rates()) + "  " : "";
        return "  restore speed " + bars + change + " over " + trend.rates().size() + " drills";
    }

    private String row(PastDrill drill) {
        return row(
                Amount.minute(drill.startedAt()).replace(" UTC", ""),
                Words.verdict(drill.verdict()).toLowerCase(Locale.ROOT),
                level(drill),
                drill.size() == null ? "" : Amount.bytes(drill.size()),
                drill.restoreSeconds() == null ? "" : Amount.duration(drill.restoreSeconds()),
                drill.restoreRate().map(HistoryText::megabytes).orElse(""),
                findings(drill),
                drill.backup() == null ? "none" : Legible.text(drill.backup()));
    }

    private static String level(PastDrill drill) {
        if (drill.proof() != null) {
            boolean inPart = Boolean.TRUE.equals(drill.partial());
            return inPart ? "in part" : Words.proof(drill.proof());
        }
        return drill.cause() == null ? "" : Words.cause(drill.cause());
    }

    private static String findings(PastDrill drill) {
        int all = drill.errors() + drill.warnings() + drill.accepted();
        return all == 0 ? "" : String.valueOf(all);
    }

    private static String megabytes(double bytesPerSecond) {
        return String.format(Locale.ROOT, "%.1f", bytesPerSecond / 1e6);
    }

    private String row(
            String when,
            String verdict,
            String level,
            String size,
            String restored,
            String rate,
            String findings,
            String backup) {
        String row =
                "  "
                        + Columns.left(when, 18)
                        + Columns.left(verdict, 10)
                        + Columns.left(level, 12)
                        + Columns.right(size, 7)
                        + Columns.right(restored, 13)
                        + Columns.right(rate, 8);
        int room = width - BACKUP_FROM;
        return room < NARROWEST_BACKUP
                ? row + Columns.right(findings, 7)
                : row + Columns.right(findings, 8) + "  " + Columns.shorten(backup, room);
    }
}
