package dev.muster.report.alert;

import dev.muster.contract.Finding;
import dev.muster.contract.result.DrillResult;
import dev.muster.report.render.Columns;
import dev.muster.report.render.Legible;
import dev.muster.report.render.NextSteps;
import dev.muster.report.render.PartialProof;
import dev.muster.report.render.TextSummary;
import dev.muster.report.render.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * The plain text of an email: what happened, why, what to do and what one can still rely on fit the
 * first screen; the rest of the drill follows.
 */
final class EmailText {
    static final String GOES_ON =
            "Muster drills other backups now, the newest first. Which of them restores, and so how"
                    + " much would be lost, follows in a second alert.";

    private static final int WIDTH = 78;

    private final List<String> lines = new ArrayList<>();

    private EmailText() {}

    static String of(DrillNews news) {
        EmailText text = new EmailText();
        text.whatHappened(news);
        text.whatToDo(news);
        text.whatRemains(news);
        text.whereToLook(news);
        text.lines.add("");
        text.lines.add("-".repeat(WIDTH));
        return String.join("\n", text.lines) + "\n" + TextSummary.render(news.result());
    }

    private void whatHappened(DrillNews news) {
        DrillResult result = news.result();
        lines.add(Headline.word(result) + ": " + Legible.text(result.plan()));
        lines.add("");
        PartialProof.of(result).ifPresent(part -> paragraph("", part.text(result.verdict())));
        paragraph("", Words.sentence(result));
        Headline.deciding(result).ifPresent(finding -> paragraph("", "Why: " + why(finding)));
        if (news.goesOn()) {
            paragraph("", GOES_ON);
        }
        if (news.repeats() != null) {
            paragraph("", "This is the second try of drill " + news.repeats() + ".");
        }
    }

    static String why(Finding finding) {
        String object = finding.object() == null ? "" : finding.object() + ": ";
        return Legible.text(object + finding.message()) + " (" + finding.code().name() + ")";
    }

    private void whatToDo(DrillNews news) {
        lines.add("");
        lines.add("What to do now");
        for (String step : steps(news)) {
            paragraph("  ", "- " + step);
        }
    }

    /** What a person does next; a second drill that is under way comes before all hints. */
    static List<String> steps(DrillNews news) {
        List<String> steps = new ArrayList<>();
        if (news.repeatedAs() != null) {
            steps.add(
                    "Wait: Muster drills this backup once more within the hour, as drill "
                            + news.repeatedAs()
                            + ", and alerts again.");
        }
        NextSteps next = NextSteps.of(news.result());
        next.shown().stream().map(EmailText::sentence).forEach(steps::add);
        if (next.more() > 0) {
            steps.add("Read the report: it has " + next.more() + " more hints.");
        }
        return steps;
    }

    private static String sentence(String hint) {
        String legible = Legible.text(hint);
        String capital =
                legible.isEmpty()
                        ? ""
                        : legible.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                                + legible.substring(1);
        return capital.endsWith(".") ? capital : capital + ".";
    }

    private void whatRemains(DrillNews news) {
        lines.add("");
        paragraph("", Reliance.sentence(news.newest(), news.now()));
    }

    private void whereToLook(DrillNews news) {
        lines.add("");
        if (!news.goesOn()) {
            lines.add("Report  " + (news.reportPage() == null ? news.report() : news.reportPage()));
        }
        if (news.taskPage() != null) {
            lines.add("Log     " + news.taskPage());
        }
        lines.add("Result  " + news.record());
    }

    private void paragraph(String indent, String text) {
        String following = text.startsWith("- ") ? indent + "  " : indent;
        boolean first = true;
        for (String line : Columns.wrap(text, WIDTH - following.length())) {
            lines.add((first ? indent : following) + line);
            first = false;
        }
    }
}
