package dev.muster.manifest.take;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Finds pg_dump's comments in a script as it streams by, and passes over the rows of its tables.
 */
final class ScriptComments {
    private static final int LONGEST = 4096;

    private final DumpScope scope;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean tooLong;
    private boolean rows;

    ScriptComments(DumpScope scope) {
        this.scope = scope;
    }

    void take(byte[] buffer, int offset, int length) {
        int from = offset;
        for (int i = offset; i < offset + length; i++) {
            if (buffer[i] == '\n') {
                keep(buffer, from, i - from);
                endOfLine();
                from = i + 1;
            }
        }
        keep(buffer, from, offset + length - from);
    }

    private void keep(byte[] buffer, int offset, int length) {
        if (line.size() + length > LONGEST) {
            tooLong = true;
        } else {
            line.write(buffer, offset, length);
        }
    }

    private void endOfLine() {
        String text = tooLong ? "" : line.toString(StandardCharsets.UTF_8);
        line.reset();
        tooLong = false;
        if (rows) {
            rows = !text.equals("\\.");
        } else if (text.startsWith("COPY ") && text.endsWith(" FROM stdin;")) {
            rows = true;
        } else if (text.startsWith("-- ")) {
            scope.commented(text);
        }
    }
}
