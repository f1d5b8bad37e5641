package dev.muster.restore.postgres.restore;

import dev.muster.contract.Progress;
import dev.muster.contract.Stage;
import dev.muster.restore.postgres.errors.ErrorSink;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Writes a script to psql. Where a COPY fails at once, psql would run its rows as commands; so
 * after each COPY it waits for psql to ask for the rows, and leaves them out where it does not.
 */
final class ScriptFeeder implements ToolRun.Feeder {
    private static final Pattern COPY =
            Pattern.compile("(?is)^COPY\\s.*\\sFROM\\s+stdin\\b.*;\\s*$");
    private static final long REPORT_BYTES = 1 << 20;

    /** Says whether psql takes a COPY's rows. */
    interface Gate {
        boolean opens(int line, String copy, ErrorSink sink) throws InterruptedException;
    }

    private final Payload.Script script;
    private final boolean restrict;
    private final Gate gate;
    private final ErrorSink sink;
    private final Progress progress;

    private int line;
    private long reported;
    private boolean inHead = true;

    ScriptFeeder(
            Payload.Script script, boolean restrict, Gate gate, ErrorSink sink, Progress progress) {
        this.script = script;
        this.restrict = restrict;
        this.gate = gate;
        this.sink = sink;
        this.progress = progress;
    }

    @Override
    public void feed(OutputStream psql) throws IOException, InterruptedException {
        try (ScriptLines lines = new ScriptLines(open())) {
            OutputStream out = new BufferedOutputStream(psql, 1 << 16);
            if (restrict) {
                byte[] noise = new byte[16];
                new SecureRandom().nextBytes(noise);
                write(out, "\\restrict " + HexFormat.of().formatHex(noise) + "\n");
            }
            while (lines.next()) {
                feedLine(lines, out);
                report(lines.bytes());
            }
            out.flush();
        }
    }

    private void feedLine(ScriptLines lines, OutputStream out)
            throws IOException, InterruptedException {
        ByteArrayOutputStream current = lines.beginning();
        if (inHead && isOwnRestrict(current)) {
            // The dump's own: ours is in force already, and psql would refuse a second.
            write(out, "\n");
            return;
        }
        boolean copy = lines.isWhole() && beginsCopy(current);
        current.writeTo(out);
        lines.restTo(out);
        line++;
        if (copy) {
            out.flush();
            if (!gate.opens(line, current.toString(StandardCharsets.ISO_8859_1), sink)) {
                skipRows(lines, out);
            }
        }
    }

    private void skipRows(ScriptLines lines, OutputStream out) throws IOException {
        while (lines.next()) {
            // An empty line in its place keeps psql's count of lines that of the script.
            write(out, "\n");
            report(lines.bytes());
            if (isEndOfRows(lines.beginning())) {
                return;
            }
        }
    }

    private static boolean isEndOfRows(ByteArrayOutputStream row) {
        return row.size() <= 4 && row.toString(StandardCharsets.ISO_8859_1).strip().equals("\\.");
    }

    private boolean isOwnRestrict(ByteArrayOutputStream current) {
        String text = current.toString(StandardCharsets.ISO_8859_1).strip();
        if (!text.isEmpty() && !text.startsWith("--") && !text.startsWith("\uFEFF")) {
            inHead = false;
        }
        return restrict && text.startsWith("\\restrict ");
    }

    private static boolean beginsCopy(ByteArrayOutputStream current) {
        if (current.size() < 16) {
            return false;
        }
        String text = current.toString(StandardCharsets.ISO_8859_1);
        return (text.charAt(0) == 'C' || text.charAt(0) == 'c') && COPY.matcher(text).matches();
    }

    private void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        line++;
    }

    private InputStream open() throws IOException {
        try {
            return script.source().open();
        } catch (IOException e) {
            throw new Feeding.SourceFailure(e);
        }
    }

    private void report(long bytes) {
        if (bytes - reported > REPORT_BYTES) {
            reported = bytes;
            progress.advanced(Stage.RESTORE, bytes, script.bytes(), Progress.Unit.BYTES);
        }
    }
}
