package dev.muster.cli;

import dev.muster.cli.terminal.Screen;
import java.io.PrintWriter;
import java.io.StringWriter;

/** One command, run as a person would, with what it printed and how it ended. */
public record Session(int exitCode, String out, String err) {
    /** Runs the command as in a log, without a terminal. */
    public static Session muster(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Screen screen =
                new Screen(new PrintWriter(out), new PrintWriter(err), false, 80, false, true);
        int code = Main.run(args, screen);
        screen.out().flush();
        screen.err().flush();
        return new Session(code, out.toString(), err.toString());
    }
}
