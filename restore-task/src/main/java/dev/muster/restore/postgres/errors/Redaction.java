package dev.muster.restore.postgres.errors;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes of an error's message one that holds no row's value. */
final class Redaction {
    /** A message that a function's own RAISE wrote may say anything. */
    private static final Pattern RAISED = Pattern.compile("(?m)^CONTEXT:  .*?(?:RAISE$|PL/)");

    /** What the server quotes after these words is a name, elsewhere it may be a value. */
    private static final Pattern QUOTED =
            Pattern.compile(
                    "(?:\\b(relation|table|view|column|constraint|type|encoding|domain|index|sequence"
                            + "|function|schema|enum|trigger|role|extension|file|library|language"
                            + "|collation|parameter|method|class|family|configuration|dictionary"
                            + "|database|server|publication|policy|rule|locale|option|operator"
                            + "|statistics object|named|command|program) )?\"((?:[^\"]|\"\")*)(\"|$)");

    private static final Pattern BYTES = Pattern.compile(": 0x[0-9a-f].*", Pattern.DOTALL);
    private static final int LONGEST = 200;

    private Redaction() {}

    /**
     * What can be shown of it.
     *
     * @param ofCommand whether it is about a command that makes something, not about rows
     */
    static String of(RestoreError error, boolean ofCommand) {
        String message = error.message().strip();
        if (RAISED.matcher(error.detail()).find() && !isAboutAName(message)) {
            return "a function raised an exception";
        }
        StringBuilder shown = new StringBuilder();
        Matcher quoted = QUOTED.matcher(message);
        while (quoted.find()) {
            boolean name = quoted.group(1) != null;
            boolean word = ofCommand && message.startsWith("syntax error");
            String text =
                    name || word || error.kind() == RestoreError.Kind.TOOL
                            ? quoted.group()
                            : "\"…\"";
            quoted.appendReplacement(shown, Matcher.quoteReplacement(text));
        }
        quoted.appendTail(shown);
        return shorten(BYTES.matcher(shown).replaceFirst(""));
    }

    // The server's own messages about names inside a function's SQL hold no values.
    private static boolean isAboutAName(String message) {
        return message.endsWith("does not exist") && MissingName.of(message).isPresent();
    }

    private static String shorten(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
