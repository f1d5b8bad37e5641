package dev.muster.restore.postgres.errors;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what pg_restore prints on its error stream, line by line. Under several jobs its workers'
 * messages mix, so what a line says counts more than where it stands. Source: pg_dump's
 * pg_backup_archiver.c and pg_backup_db.c, PostgreSQL 9.6 to 18.
 */
public final class PgRestoreMessages {
    private static final Pattern PREFIX =
            Pattern.compile("^(?:pg_restore: |error: |warning: |detail: |hint: |\\[[^\\]]*\\] )+");
    private static final Pattern ENTRY = Pattern.compile("(?:Error )?from TOC entry (\\d+);.*");
    private static final Pattern QUERY =
            Pattern.compile("could not execute query: (.*)", Pattern.DOTALL);
    private static final Pattern COPY =
            Pattern.compile("COPY failed for table \"(.*?)\": (.*)", Pattern.DOTALL);
    private static final Pattern STEP =
            Pattern.compile(
                    "(?:finished item \\d+|processing data for|creating |processing item \\d+)"
                            + ".*");
    private static final Pattern CHATTER =
            Pattern.compile(
                    "(?:while (?:INITIALIZING|PROCESSING TOC|FINALIZING)|(?:WARNING|NOTICE|INFO)"
                            + ":  |errors ignored on restore|launching |skipping |connecting "
                            + "|entering |dropping |executing |setting |restored |restoring "
                            + "|started |finished |table \".*\" could not be created"
                            + "|disabling |enabling |no item |reordering |pg_restore|implied "
                            + "|transferring |reducing |allocating |reading ).*",
                    Pattern.DOTALL);

    private final ErrorSink sink;
    private final Runnable step;
    private @Nullable Integer dumpId;
    private @Nullable ServerMessage open;
    private @Nullable String openCopy;

    /**
     * Reads into the sink.
     *
     * @param step called when an entry is begun or done
     */
    public PgRestoreMessages(ErrorSink sink, Runnable step) {
        this.sink = sink;
        this.step = step;
    }

    /** The next line, without its end. */
    public void line(String line) {
        Matcher prefix = PREFIX.matcher(line);
        boolean begins = prefix.find();
        String text = begins ? line.substring(prefix.end()) : line;
        Matcher entry = ENTRY.matcher(text);
        Matcher query = QUERY.matcher(text);
        Matcher copy = COPY.matcher(text);
        if (begins && entry.matches()) {
            flush();
            dumpId = Integer.valueOf(entry.group(1));
        } else if (query.matches()) {
            begin(query.group(1), null);
        } else if (copy.matches()) {
            begin(copy.group(2), copy.group(1));
        } else if (begins) {
            other(text, line.contains("error: ") || line.contains("[archiver"));
        } else {
            continued(line);
        }
    }

    /** To be called when the stream has ended. */
    public void end() {
        flush();
    }

    private void begin(String text, @Nullable String copyTable) {
        flush();
        openCopy = copyTable;
        open = ServerMessage.begin(dumpId, text, copyTable, 0);
        if (open == null) {
            // The connection itself failed: libpq's words, without a severity.
            sink.add(RestoreError.ofTool(dumpId, text, 0));
        }
    }

    private void other(String text, boolean error) {
        flush();
        if (STEP.matcher(text).matches()) {
            step.run();
        } else if (error && !CHATTER.matcher(text).matches()) {
            sink.add(RestoreError.ofTool(dumpId, shorten(text), 0));
        }
    }

    private void continued(String line) {
        ServerMessage message = open;
        if (message == null) {
            return;
        }
        if (line.startsWith("Command was: ") && openCopy == null) {
            message.beginStatement(line.substring("Command was: ".length()));
        } else {
            message.more(line);
        }
    }

    private void flush() {
        ServerMessage message = open;
        if (message != null) {
            sink.add(message.end());
            open = null;
        }
    }

    private static String shorten(String text) {
        return text.length() > 400 ? text.substring(0, 400) : text;
    }
}
