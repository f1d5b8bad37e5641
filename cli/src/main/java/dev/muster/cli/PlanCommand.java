package dev.muster.cli;

import dev.muster.cli.check.PlanCheck;
import dev.muster.cli.check.Remark;
import dev.muster.cli.terminal.Screen;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.Plans;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What can be done with plans before any drill. */
@Command(
        name = "plan",
        description = "Checks plans before drills depend on them.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Runnable {
    private final Screen screen;
    private final Map<String, String> environment;

    @Spec private CommandSpec spec;

    PlanCommand(Screen screen, Map<String, String> environment) {
        this.screen = screen;
        this.environment = environment;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: check");
    }

    @Command(
            name = "check",
            description =
                    "Holds plans against their secrets, stores, newest backups and keys. Nothing is"
                            + " changed.",
            mixinStandardHelpOptions = true,
            footer = {"", "Exit codes: 0 drills can begin, 64 something has to be corrected."})
    int check(
            @Parameters(
                            paramLabel = "PLAN",
                            arity = "0..*",
                            description = "The plans to check; left out, all.")
                    List<String> names,
            @Option(
                            names = "--aws",
                            description =
                                    "The plans are for AWS: say what will not be there, and what"
                                            + " their roles need.")
                    boolean aws,
            @Mixin PlanOptions options) {
        Plans plans = options.plans();
        List<Plan> chosen = new ArrayList<>();
        if (names == null || names.isEmpty()) {
            chosen.addAll(plans.plans().values());
        } else {
            names.forEach(name -> chosen.add(plans.plan(name)));
        }
        long errors = 0;
        long warnings = 0;
        for (Plan plan : chosen) {
            screen.line("plan " + plan.name());
            for (Remark remark : PlanCheck.of(plan, environment, aws)) {
                tell(remark);
                errors += remark.weight() == Remark.Weight.ERROR ? 1 : 0;
                warnings += remark.weight() == Remark.Weight.WARNING ? 1 : 0;
            }
        }
        screen.line("");
        screen.line("%d plans, %d errors, %d warnings".formatted(chosen.size(), errors, warnings));
        return errors == 0 ? ExitCode.OK : ExitCode.USAGE;
    }

    private void tell(Remark remark) {
        String word =
                switch (remark.weight()) {
                    case OK -> screen.styled(Screen.Style.GREEN, "ok     ");
                    case WARNING -> screen.styled(Screen.Style.YELLOW, "warning");
                    case ERROR -> screen.styled(Screen.Style.RED, "error  ");
                };
        screen.text("  %s  %-8s %s".formatted(word, remark.what(), screen.safe(remark.text())));
        if (remark.hint() != null) {
            screen.text("                    hint: " + screen.safe(remark.hint()));
        }
    }
}
