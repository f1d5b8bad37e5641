package dev.muster.cli;

import dev.muster.cli.terminal.Screen;
import dev.muster.contract.plan.Plan;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Drills a backup of a plan, or one file without a plan. */
@Command(
        name = "drill",
        description = "Restores a backup, checks what came back, and says whether it is proven.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 proven, 1 broken, 2 unproven, 64 usage or configuration. Ctrl-C and",
            "SIGTERM end a drill in order: it cleans up and its verdict is unproven."
        })
final class DrillCommand implements Callable<Integer> {
    private final Screen screen;

    @Mixin private PlanOrFile backup;

    @Mixin private PartOptions part;

    @Mixin private RehearseOptions rehearse;

    @Mixin private PlanOptions plans;

    @Mixin private OutputOptions output;

    @Option(
            names = "--upgrades",
            description = {
                "Drill a proven backup again on each newer major version of PostgreSQL that is",
                "installed, and tell what goes wrong there alone."
            })
    private boolean upgrades;

    @Mixin private RecordsOption records;

    DrillCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        Plan asked = rehearse.on(part.on(backup.plan(plans)));
        Plan plan = upgrades ? asked.withUpgrades() : asked;
        Path folder = backup.isFile() ? records.named() : records.orBeside(plans);
        return new DrillRun(screen, output.with(folder), System.getenv()).run(plan, backup.seed());
    }
}
