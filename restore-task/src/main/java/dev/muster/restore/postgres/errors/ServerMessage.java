package dev.muster.restore.postgres.errors;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects the lines of one error that the server reported through a tool. */
final class ServerMessage {
    private static final Pattern PRIMARY =
            Pattern.compile("(?:ERROR|FATAL|PANIC):  (?:([0-9A-Z]{5}): )?(.*)", Pattern.DOTALL);
    private static final int LONGEST_MESSAGE = 400;
    private static final int LONGEST_TEXT = 8000;

    private final @Nullable Integer dumpId;
    private final @Nullable String sqlState;
    private final String message;
    private final @Nullable String copyTable;
    private final int line;
    private final StringBuilder detail = new StringBuilder();
    private final StringBuilder statement = new StringBuilder();
    private boolean inStatement;

    private ServerMessage(
            @Nullable Integer dumpId,
            @Nullable String sqlState,
            String message,
            @Nullable String copyTable,
            int line) {
        this.dumpId = dumpId;
        this.sqlState = sqlState;
        this.message = message;
        this.copyTable = copyTable;
        this.line = line;
    }

    /** Begins with the text from {@code ERROR:} on; null where it is none. */
    static @Nullable ServerMessage begin(
            @Nullable Integer dumpId, String text, @Nullable String copyTable, int line) {
        Matcher matcher = PRIMARY.matcher(text);
        if (!matcher.lookingAt()) {
            return null;
        }
        String message = matcher.group(2);
        return new ServerMessage(
                dumpId,
                matcher.group(1),
                message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)),
                copyTable,
                line);
    }

    void beginStatement(String text) {
        inStatement = true;
        append(statement, text);
    }

    void more(String text) {
        append(inStatement ? statement : detail, text);
    }

    private static void append(StringBuilder builder, String text) {
        int room = LONGEST_TEXT - builder.length();
        if (room > 0) {
            builder.append(text, 0, Math.min(room, text.length())).append('\n');
        }
    }

    RestoreError end() {
        return new RestoreError(
                RestoreError.Kind.SQL,
                dumpId,
                sqlState,
                message,
                detail.toString(),
                statement.isEmpty() ? null : statement.toString(),
                copyTable,
                line);
    }
}
