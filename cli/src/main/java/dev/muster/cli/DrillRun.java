package dev.muster.cli;

import dev.muster.cli.terminal.ProgressDisplay;
import dev.muster.cli.terminal.Screen;
import dev.muster.contract.ContractJson;
import dev.muster.contract.Finding;
import dev.muster.contract.MusterException;
import dev.muster.contract.Stage;
import dev.muster.contract.Verdict;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.result.DrillResult;
import dev.muster.report.render.TextSummary;
import dev.muster.restore.Cancellation;
import dev.muster.restore.Drill;
import dev.muster.restore.DrillOrder;
import dev.muster.restore.Interruption;
import dev.muster.stores.Secrets;
import dev.muster.trigger.Locate;
import dev.muster.trigger.Located;
import dev.muster.trigger.Located.Chosen;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Locates a plan's backups, drills them one after the other, and tells what was found. */
final class DrillRun {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Screen screen;
    private final Screen standardOutput;
    private final DrillOutput output;
    private final Map<String, String> environment;
    private final Cancellation cancellation = new Cancellation();

    DrillRun(Screen screen, DrillOutput output, Map<String, String> environment) {
        this.screen = output.takesStandardOutput() ? screen.onErr() : screen;
        this.standardOutput = screen;
        this.output = output;
        this.environment = environment;
    }

    /**
     * Runs the drills.
     *
     * @param seed of a random choice
     * @return the exit code of the gravest verdict
     */
    int run(Plan plan, long seed) {
        output.check();
        try (Interruption interruption = new Interruption(cancellation::cancel)) {
            int code = drill(plan, seed);
            interruption.ended(code);
            return code;
        }
    }

    private int drill(Plan plan, long seed) {
        Secrets secrets = new Secrets(environment, screen::warning);
        long start = System.nanoTime();
        List<Verdict> verdicts = new ArrayList<>();
        try (Located located = locate(plan, secrets, seed)) {
            long locating = System.nanoTime() - start;
            for (@Nullable Chosen chosen : chosenOrNone(located)) {
                DrillOrder order = order(plan, located, chosen, locating);
                DrillResult result = run(order, secrets);
                verdicts.add(result.verdict());
                tell(result, verdicts.size());
            }
        }
        return gravest(verdicts);
    }

    private Located locate(Plan plan, Secrets secrets, long seed) {
        try (ProgressDisplay progress = ProgressDisplay.on(screen)) {
            String stores =
                    plan.stores().size() == 1 ? "1 store" : plan.stores().size() + " stores";
            progress.started(Stage.LOCATE, "looking into " + stores);
            Located located = Locate.run(plan, secrets, Instant.now(), seed);
            progress.started(Stage.LOCATE, what(located.chosen()));
            progress.ended(Stage.LOCATE);
            return located;
        }
    }

    private static String what(List<Chosen> chosen) {
        return switch (chosen.size()) {
            case 0 -> "no backup to drill";
            case 1 -> {
                Chosen only = chosen.getFirst();
                yield only.backup().key() + ", " + only.facts().reason();
            }
            default -> chosen.size() + " backups, one of each age";
        };
    }

    private static List<@Nullable Chosen> chosenOrNone(Located located) {
        List<@Nullable Chosen> chosen = new ArrayList<>(located.chosen());
        if (chosen.isEmpty()) {
            chosen.add(null);
        }
        return chosen;
    }

    private DrillOrder order(
            Plan plan, Located located, @Nullable Chosen chosen, long locatingNanos) {
        List<Finding> findings = new ArrayList<>(located.findings());
        if (chosen != null) {
            findings.addAll(chosen.findings());
        }
        String id = TIME.format(Instant.now()) + "-" + UUID.randomUUID().toString().substring(0, 8);
        return new DrillOrder(
                id,
                plan,
                chosen == null ? null : chosen.backup(),
                chosen == null ? null : chosen.facts(),
                locatingNanos,
                findings,
                located.newestBackupAt(),
                output.earlierDrills(plan.name()),
                environment);
    }

    private DrillResult run(DrillOrder order, Secrets secrets) {
        try (ProgressDisplay progress = ProgressDisplay.on(screen)) {
            Drill drill = new Drill(order, secrets, progress, cancellation::isCancelled);
            return cancellation.during(drill::run);
        }
    }

    private void tell(DrillResult result, int place) {
        screen.line("");
        screen.text(emphasised(screen.safe(TextSummary.render(result)), result.verdict()));
        try {
            SequencedMap<String, String> written = output.write(result, place);
            if (!written.isEmpty()) {
                screen.line("");
                written.forEach((what, where) -> screen.line("  %-10s%s".formatted(what, where)));
            }
        } catch (MusterException e) {
            // The verdict stands; that its evidence could not be stored is said beside it.
            screen.problem(e.getMessage() + " [" + e.code() + "]", e.hint());
        }
        if (output.takesStandardOutput()) {
            standardOutput.text(ContractJson.write(result));
        }
    }

    private String emphasised(String summary, Verdict verdict) {
        String word = verdict.name();
        Screen.Style style =
                switch (verdict) {
                    case PROVEN -> Screen.Style.GREEN;
                    case BROKEN -> Screen.Style.RED;
                    case UNPROVEN -> Screen.Style.YELLOW;
                };
        return summary.replaceFirst("\\b" + word + "\\b", screen.styled(style, word));
    }

    private static int gravest(List<Verdict> verdicts) {
        if (verdicts.contains(Verdict.BROKEN)) {
            return Verdict.BROKEN.exitCode();
        }
        return verdicts.contains(Verdict.UNPROVEN)
                ? Verdict.UNPROVEN.exitCode()
                : Verdict.PROVEN.exitCode();
    }
}
