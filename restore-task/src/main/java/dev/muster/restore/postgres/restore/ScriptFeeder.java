package dev.muster.restore.postgres.restore;

import dev.muster.contract.Progress;
import dev.muster.contract.Stage;
import dev.muster.restore.postgres.errors.ErrorSink;
import java.io.BufferedInputStream;
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
    private static final int LONGEST_COMMAND = 1 << 16;
    private static final long REPORT_BYTES = 1 << 20;

    private final Payload.Script script;
    private final boolean restrict;
    private final CopyGate gate;
    private final ErrorSink sink;
    private final Progress progress;

    private int line;
    private long bytes;
    private long reported;
    private boolean inHead = true;

    ScriptFeeder(
            Payload.Script script,
            boolean restrict,
            CopyGate gate,
            ErrorSink sink,
            Progress progress) {
        this.script = script;
        this.restrict = restrict;
        this.gate = gate;
        this.sink = sink;
        this.progress = progress;
    }

    @Override
    public void feed(OutputStream psql) throws IOException, InterruptedException {
        try (InputStream in = new BufferedInputStream(open(), 1 << 18)) {
            OutputStream out = new BufferedOutputStream(psql, 1 << 16);
            if (restrict) {
                byte[] noise = new byte[16];
                new SecureRandom().nextBytes(noise);
                write(out, "\\restrict " + HexFormat.of().formatHex(noise) + "\n");
            }
            ByteArrayOutputStream current = new ByteArrayOutputStream(1 << 12);
            while (readLine(in, current)) {
                feedLine(in, out, current);
            }
            out.flush();
        }
    }

    private void feedLine(InputStream in, OutputStream out, ByteArrayOutputStream current)
            throws IOException, InterruptedException {
        if (inHead && isOwnRestrict(current)) {
            // The dump's own: ours is in force already, and psql would refuse a second.
            write(out, "\n");
            return;
        }
        current.writeTo(out);
        line++;
        if (beginsCopy(current)) {
            out.flush();
            if (!gate.opens(line, current.toString(StandardCharsets.ISO_8859_1), sink)) {
                skipRows(in, out);
            }
        }
    }

    private void skipRows(InputStream in, OutputStream out) throws IOException {
        ByteArrayOutputStream row = new ByteArrayOutputStream(1 << 12);
        while (readLine(in, row)) {
            // An empty line in its place keeps psql's count of lines that of the script.
            write(out, "\n");
            if (isEndOfRows(row)) {
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
        if (current.size() > LONGEST_COMMAND || current.size() < 16) {
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

    // With its end; false at the end of the script. Rows may be long, so no String is made of them.
    private boolean readLine(InputStream in, ByteArrayOutputStream into) throws IOException {
        into.reset();
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                into.write(b);
                if (b == '\n') {
                    break;
                }
            }
        } catch (IOException e) {
            throw new Feeding.SourceFailure(e);
        }
        bytes += into.size();
        if (bytes - reported > REPORT_BYTES) {
            reported = bytes;
            progress.advanced(Stage.RESTORE, bytes, script.bytes(), Progress.Unit.BYTES);
        }
        return into.size() > 0;
    }
}
