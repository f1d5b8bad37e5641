package dev.muster.restore.task;

import dev.muster.contract.MusterException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * The task's log: one event a line, which whoever collects it dates. What a backup or a store says
 * cannot make a line of its own in it.
 */
final class Log {
    private static final int LONGEST = 4_000;

    private final PrintStream out;

    Log(PrintStream out) {
        this.out = out;
    }

    /** Something that happened. */
    void line(String text) {
        out.println(oneLine(text));
        out.flush();
    }

    /** Something that a person should know. */
    void warning(String text) {
        line("warning: " + text);
    }

    /** A problem, and what to do about it. */
    void problem(String text, @Nullable String hint) {
        line("error: " + text);
        if (hint != null) {
            line("hint: " + hint);
        }
    }

    /** What was configured wrongly; such a message may hold several lines. */
    void problem(MusterException e) {
        String[] lines = (e.getMessage() + " [" + e.code() + "]").split("\n", -1);
        for (String each : lines) {
            line(each.startsWith("hint: ") ? each : "error: " + each);
        }
        if (e.hint() != null) {
            line("hint: " + e.hint());
        }
    }

    /** A document whole, between two lines that name it. Its text must be safe already. */
    void document(String name, String text) {
        line("----- " + name + " -----");
        text.lines().forEach(out::println);
        line("----- end of " + name + " -----");
    }

    /** A document of one line, whatever its length. Its text must be safe already. */
    void json(String text) {
        out.println(text);
        out.flush();
    }

    private static String oneLine(String text) {
        StringBuilder safe = new StringBuilder(Math.min(text.length(), LONGEST));
        text.codePoints()
                .limit(LONGEST)
                .map(point -> isPlain(point) ? point : ' ')
                .forEach(safe::appendCodePoint);
        return text.length() > LONGEST ? safe + " …" : safe.toString();
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
