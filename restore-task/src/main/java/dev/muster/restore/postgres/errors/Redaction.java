package dev.muster.restore.postgres.errors;

import java.util.regex.Pattern;

/** Makes of an error's message one that holds no row's value. */
final class Redaction {
    private static final Pattern RAISED =
            Pattern.compile("(?m)^CONTEXT:  .*(PL/|SQL function)|^PL/\\w+ function|RAISE$");
    private static final Pattern VALUE_AT_END = Pattern.compile(":\\s+\".*", Pattern.DOTALL);
    private static final Pattern VALUE =
            Pattern.compile("(value|near|literal|constraint:?) \"[^\"]*\"");
    private static final Pattern TOKEN =
            Pattern.compile("\\b(Token|token|Key|Failing row|row) .*", Pattern.DOTALL);

    private Redaction() {}

    static String of(RestoreError error, boolean whileLoading) {
        String message = error.message().strip();
        if (RAISED.matcher(error.detail()).find()) {
            return knownShape(message) ? shorten(message) : "a function raised an exception";
        }
        if (!whileLoading) {
            return shorten(message);
        }
        String redacted = VALUE_AT_END.matcher(message).replaceFirst("");
        redacted = TOKEN.matcher(redacted).replaceFirst("$1 …");
        redacted =
                redacted.contains("constraint \"")
                        ? redacted
                        : VALUE.matcher(redacted).replaceAll("$1 \"…\"");
        return shorten(redacted);
    }

    // The server's own messages about names inside a function's SQL hold no values.
    private static boolean knownShape(String message) {
        return message.endsWith("does not exist") && MissingName.of(message).isPresent();
    }

    private static String shorten(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }
}
