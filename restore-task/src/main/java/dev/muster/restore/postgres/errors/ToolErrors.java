package dev.muster.restore.postgres.errors;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells the first error of a migration in PostgreSQL's words, without any row's value. */
public final class ToolErrors {
    private static final Pattern LINE_OF_STATEMENT = Pattern.compile("(?m)^LINE (\\d{1,6}): ");
    private static final Pattern ERROR =
            Pattern.compile("(?:ERROR|FATAL|PANIC):\\s+(?:[0-9A-Z]{5}:\\s+)?(\\S.*)");
    private static final int LONGEST = 4000;

    /** What the server itself says; whatever else follows ERROR may be a function's own words. */
    private static final Pattern SERVERS_OWN =
            Pattern.compile(
                    ".* (?:does not exist|already exists|depends? on it|violates .* constraint .*)"
                            + "|syntax error .*|permission denied .*|must be owner of .*"
                            + "|column \"[^\"]*\".* contains null values"
                            + "|canceling statement due to .*|cannot drop .*|division by zero");

    private @Nullable String first;

    /** The next line of what a program printed; may be called by two threads. */
    public synchronized void line(String line) {
        if (first == null && line.length() < LONGEST) {
            Matcher error = ERROR.matcher(line);
            if (error.find()) {
                first = error.group(1);
            }
        }
    }

    /** The first error of the server's that was printed. */
    public synchronized Optional<String> first() {
        return Optional.ofNullable(first)
                .filter(text -> SERVERS_OWN.matcher(text).matches())
                .map(text -> Redaction.of(RestoreError.ofServer(text), true));
    }

    /**
     * The first error of a script that psql stopped at: {@code , line 12: message (SQLSTATE …)}.
     *
     * @param linesBefore how many lines psql has read before the script's own
     */
    public static Optional<String> first(ErrorSink sink, int linesBefore) {
        return sink.errors().stream()
                .findFirst()
                .map(error -> {
                    int line = line(error) - linesBefore;
                    String state =
                            error.sqlState() == null ? "" : " (SQLSTATE " + error.sqlState() + ")";
                    return "%s: %s%s"
                            .formatted(
                                    line > 0 ? ", line " + line : "",
                                    Redaction.of(error, true),
                                    state);
                });
    }

    /**
     * psql names the line in which a statement ends; the server, where it knows it, the line within
     * the statement.
     */
    private static int line(RestoreError error) {
        String statement = error.statement();
        if (statement == null || error.line() == 0) {
            return error.line();
        }
        int lines = (int) statement.strip().lines().count();
        int begins = Math.max(1, error.line() - lines + 1);
        Matcher within = LINE_OF_STATEMENT.matcher(error.detail());
        return within.find() ? begins + Integer.parseInt(within.group(1)) - 1 : begins;
    }
}
