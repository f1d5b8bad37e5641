package dev.muster.cli;

import dev.muster.cli.terminal.Screen;
import dev.muster.contract.FindingException;
import dev.muster.contract.MusterException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what ended a command early into an error, a hint and an exit code. */
final class Problems {
    private final Screen screen;
    private final boolean debug;

    Problems(Screen screen, boolean debug) {
        this.screen = screen;
        this.debug = debug;
    }

    /** What picocli could not read. */
    int usage(ParameterException problem, String[] args) {
        CommandLine command = problem.getCommandLine();
        screen.problem(lowerFirst(firstLine(problem.getMessage())), usageHint(problem, command));
        trace(problem);
        return ExitCode.USAGE;
    }

    /** What a command threw. */
    int execution(Exception problem, CommandLine command, ParseResult parsed) {
        trace(problem);
        return switch (problem) {
            case MusterException m -> {
                screen.problem(m.getMessage() + " [" + m.code() + "]", m.hint());
                yield ExitCode.USAGE;
            }
            case FindingException f -> {
                screen.problem(
                        f.finding().message() + " [" + f.finding().code() + "]",
                        f.finding().hint());
                yield ExitCode.DEFECT;
            }
            default -> {
                screen.problem(
                        "a defect of Muster's own: " + problem + " [DEFECT]",
                        "run it again with MUSTER_DEBUG=1 and report what it prints");
                yield ExitCode.DEFECT;
            }
        };
    }

    private void trace(Exception problem) {
        if (debug) {
            problem.printStackTrace(screen.err());
        }
    }

    private static String usageHint(ParameterException problem, CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        if (problem instanceof UnmatchedArgumentException unmatched) {
            List<String> alike = unmatched.getSuggestions();
            if (!alike.isEmpty()) {
                return "did you mean " + String.join(" or ", alike) + "? See " + name + " --help";
            }
        }
        return "see " + name + " --help";
    }

    private static String firstLine(@Nullable String text) {
        String first = text == null ? "" : text.lines().findFirst().orElse("");
        String bare = first.startsWith("Error: ") ? first.substring("Error: ".length()) : first;
        return bare.isEmpty() ? "wrong usage" : bare;
    }

    private static String lowerFirst(String text) {
        boolean isWord = text.length() > 1 && Character.isLowerCase(text.charAt(1));
        String lowered =
                isWord ? text.substring(0, 1).toLowerCase(Locale.ROOT) : text.substring(0, 1);
        return lowered + text.substring(1);
    }
}
