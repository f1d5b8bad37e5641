package dev.muster.restore.postgres.errors;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what psql prints on its error stream with {@code -f -}, {@code --echo-errors} and {@code
 * VERBOSITY=verbose}: every message with the line of the script, SQLSTATE, and the statement.
 */
public final class PsqlMessages {
    private static final Pattern LINE =
            Pattern.compile("^psql:<stdin>:(\\d+): (.*)", Pattern.DOTALL);
    private static final Pattern STATEMENT = Pattern.compile("STATEMENT:  (.*)", Pattern.DOTALL);
    private static final Pattern REMARK =
            Pattern.compile("(?:WARNING|NOTICE|INFO|LOG|DEBUG|warning|hint|detail):");
    private static final Pattern TOOL =
            Pattern.compile("(?:psql: )?(?:error|fatal): (.*)", Pattern.DOTALL);

    private final ErrorSink sink;
    private @Nullable ServerMessage open;
    private int openLine;

    public PsqlMessages(ErrorSink sink) {
        this.sink = sink;
    }

    /** The next line, without its end. */
    public void line(String line) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
            begins(Integer.parseInt(matcher.group(1)), matcher.group(2));
        } else if (line.startsWith("psql: ")) {
            begins(0, line.substring("psql: ".length()));
        } else if (open != null) {
            open.more(line);
        }
    }

    /** To be called when the stream has ended. */
    public void end() {
        flush();
    }

    private void begins(int number, String text) {
        Matcher statement = STATEMENT.matcher(text);
        if (statement.matches()) {
            if (open != null && number == openLine) {
                open.beginStatement(statement.group(1));
            }
            return;
        }
        flush();
        ServerMessage message = ServerMessage.begin(null, text, null, number);
        if (message != null) {
            open = message;
            openLine = number;
            sink.announce(number);
            return;
        }
        Matcher tool = TOOL.matcher(text);
        if (tool.matches() || !REMARK.matcher(text).lookingAt()) {
            sink.add(RestoreError.ofTool(null, tool.matches() ? tool.group(1) : text, number));
        }
    }

    private void flush() {
        ServerMessage message = open;
        if (message != null) {
            sink.add(message.end());
            open = null;
        }
    }
}
