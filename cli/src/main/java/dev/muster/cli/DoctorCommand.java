package dev.muster.cli;

import dev.muster.cli.terminal.Screen;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists what this machine has and lacks for drills. */
@Command(
        name = "doctor",
        description = "What this machine has and lacks for drills.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private final Screen screen;

    DoctorCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        screen.line("java      " + Runtime.version());
        return ExitCode.OK;
    }
}
