package dev.muster.cli;

import dev.muster.cli.terminal.Screen;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code muster}: its subcommands, and how they report problems. */
@Command(
        name = "muster",
        description = "Proves that PostgreSQL backups restore.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit codes: 0 proven, 1 broken, 2 unproven (Muster could not tell), 64 usage or"
                    + " configuration.",
            "`muster test` runs Muster's own tests. MUSTER_DEBUG=1 shows what is behind an error."
        })
final class MusterCommand implements Runnable {
    @Spec private CommandSpec spec;

    /** The command line, writing to the screen. */
    static CommandLine on(Screen screen) {
        CommandLine commands = new CommandLine(new MusterCommand());
        commands.addSubcommand("demo", new DemoCommand(screen));
        commands.addSubcommand("drill", new DrillCommand(screen));
        commands.addSubcommand("history", new HistoryCommand(screen));
        commands.addSubcommand("audit", AuditCommand.on(screen));
        commands.addSubcommand("list", new ListCommand(screen));
        commands.addSubcommand("manifest", new ManifestCommand(screen, System.getenv()));
        commands.addSubcommand("plan", new PlanCommand(screen, System.getenv()));
        commands.addSubcommand("doctor", new DoctorCommand(screen, System.getenv()));
        commands.addSubcommand("mutate", new MutateCommand(screen));
        commands.addSubcommand("train", new TrainCommand(screen));
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setOut(screen.out());
        commands.setErr(screen.err());
        commands.setColorScheme(
                CommandLine.Help.defaultColorScheme(screen.colour() ? Ansi.ON : Ansi.OFF));
        commands.setUsageHelpAutoWidth(false);
        commands.setUsageHelpWidth(Math.clamp(screen.width(), 60, 110));
        Problems problems = new Problems(screen, System.getenv("MUSTER_DEBUG") != null);
        commands.setParameterExceptionHandler(problems::usage);
        commands.setExecutionExceptionHandler(problems::execution);
        return commands;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
