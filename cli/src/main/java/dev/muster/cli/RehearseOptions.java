package dev.muster.cli;

import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.RehearseSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that name a migration to be rehearsed in the restored database. */
final class RehearseOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--rehearse-up",
            paramLabel = "FILE",
            description =
                    "Take this migration (SQL) up in the restored database, then down; may be"
                            + " repeated.")
    private List<Path> up = new ArrayList<>();

    @Option(
            names = "--rehearse-down",
            paramLabel = "FILE",
            description = "What undoes it (SQL); may be repeated, in the order in which it runs.")
    private List<Path> down = new ArrayList<>();

    /** The plan with what the options say. */
    Plan on(Plan plan) {
        if (up.isEmpty() && down.isEmpty()) {
            return plan;
        }
        if (up.isEmpty() || down.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    "--rehearse-up and --rehearse-down belong together: name both ways");
        }
        RehearseSpec planned = plan.rehearse();
        return plan.withRehearse(
                planned == null ? RehearseSpec.of(up, down) : planned.with(up, down));
    }
}
