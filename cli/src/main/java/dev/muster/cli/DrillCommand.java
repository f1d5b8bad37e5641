package dev.muster.cli;

import dev.muster.cli.terminal.Screen;
import dev.muster.contract.plan.Plan;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    /** What is drilled: a plan's backup, or a file. */
    static final class What {
        @Parameters(paramLabel = "PLAN", description = "The name of a plan in muster.yaml.")
        private @Nullable String plan;

        @Option(
                names = "--file",
                paramLabel = "BACKUP",
                description = "A backup's file, or the folder of a directory archive; no plan.")
        private @Nullable Path file;
    }

    @Mixin private FileKeys keys;

    @Mixin private BackupChoice choice;

    @Mixin private ManifestOptions manifests;

    @Mixin private PartOptions part;

    @Mixin private RehearseOptions rehearse;

    @Mixin private PlanOptions plans;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the result as JSON; - is standard output.")
    private @Nullable String json;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write report.html into this folder.")
    private @Nullable Path report;

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
        Path file = what.file;
        Plan whole = file == null ? planned("" + what.plan) : ofFile(file);
        Plan plan = rehearse.on(part.on(manifests.on(whole)));
        Path recordsFolder = file == null ? records.orBeside(plans) : records.named();
        DrillOutput output = new DrillOutput(json, report, recordsFolder);
        return new DrillRun(screen, output, System.getenv(), upgrades).run(plan, choice.seed());
    }

    private Plan planned(String name) {
        keys.refuse();
        choice.check();
        return choice.applied(plans.plan(name));
    }

    private Plan ofFile(Path file) {
        choice.refuse();
        return keys.planOf(file);
    }
}
