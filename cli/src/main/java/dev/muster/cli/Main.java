package dev.muster.cli;

import dev.muster.cli.terminal.Screen;
import java.util.Locale;

/** The way in from the command line: runs one command and turns its end into an exit code. */
public final class Main {
    private Main() {}

    /** See {@code muster --help}. */
    public static void main(String[] args) {
        // Digits in SQL and in results are the same for everybody.
        Locale.setDefault(Locale.ROOT);
        System.exit(run(args, Screen.ofProcess(System.getenv())));
    }

    /** Runs a command on a screen and gives its exit code. */
    static int run(String[] args, Screen screen) {
        return MusterCommand.on(screen).execute(args);
    }
}
