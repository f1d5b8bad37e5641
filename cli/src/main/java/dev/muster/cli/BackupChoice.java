package dev.muster.cli;

import dev.muster.contract.MusterException;
import dev.muster.contract.plan.InvalidOption;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.SelectSpec;
import dev.muster.contract.plan.Span;
import dev.muster.contract.plan.WalkBackSpec;
import dev.muster.trigger.Locate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that choose among a plan's backups, in place of what the plan says. */
final class BackupChoice {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--backup", paramLabel = "KEY", description = "The plan's backup of this key.")
    private @Nullable String backup;

    @Option(
            names = "--select",
            paramLabel = "MODE",
            description = "random, latest, oldest or bands, in place of what the plan says.")
    private @Nullable String select;

    @Option(
            names = "--within",
            paramLabel = "SPAN",
            description = "How old the backup may be, as 7d, in place of what the plan says.")
    private @Nullable String within;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Repeats a random choice: the seed is in its result.")
    private @Nullable Long seed;

    /** Refuses every one of them: a file is no plan's backup. */
    void refuse() {
        if (backup != null || amongMany()) {
            throw wrong(
                    "--backup, --select, --within and --seed choose a plan's backup; --file names one");
        }
    }

    /** Refuses those that choose among many, where a seed serves for something else, too. */
    void refuseAllButSeed() {
        if (backup != null || select != null || within != null) {
            throw wrong("--backup, --select and --within choose a plan's backup; --file names one");
        }
    }

    /** The plan with this choice. */
    Plan applied(Plan plan) {
        if (backup != null) {
            WalkBackSpec walkBack = plan.select().walkBack();
            return plan.withSelect(SelectSpec.ofKey(backup).withWalkBack(walkBack));
        }
        if (select == null && within == null) {
            return plan;
        }
        try {
            SelectSpec old = plan.select();
            SelectSpec.Mode mode = select == null ? old.mode() : mode(select);
            Span span = within == null ? old.within() : Span.parse(within);
            boolean sameBands = mode == SelectSpec.Mode.BANDS && old.mode() == mode;
            return plan.withSelect(
                    new SelectSpec(
                            mode, span, null, sameBands ? old.bands() : null, old.walkBack()));
        } catch (InvalidOption e) {
            throw new MusterException("SELECTION_INVALID", "" + e.getMessage(), e.hint(), e);
        }
    }

    /** Refuses options that contradict one another. */
    void check() {
        if (backup != null && amongMany()) {
            throw wrong(
                    "--backup names one backup; --select, --within and --seed choose among many");
        }
    }

    /** The seed that was given, else a new one. */
    long seed() {
        return seed != null ? seed : Locate.freshSeed();
    }

    private boolean amongMany() {
        return select != null || within != null || seed != null;
    }

    private SelectSpec.Mode mode(String name) {
        for (SelectSpec.Mode each : SelectSpec.Mode.values()) {
            if (each.id().equals(name.toLowerCase(Locale.ROOT)) && each != SelectSpec.Mode.KEY) {
                return each;
            }
        }
        throw wrong("--select is \"" + name + "\", expected random, latest, oldest or bands");
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
