package dev.muster.restore.postgres.restore;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Reads a script line by line in constant memory: of a long line, as a row may be, only the
 * beginning is held, and the rest passes through.
 */
final class ScriptLines implements Closeable {
    /** So much of a line is held; nothing that is looked for in one is longer. */
    static final int HELD = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 18];
    private final ByteArrayOutputStream beginning = new ByteArrayOutputStream(1 << 12);
    private int at;
    private int filled;
    private boolean whole = true;
    private long bytes;

    ScriptLines(InputStream in) {
        this.in = in;
    }

    /** Goes on to the next line, over what is left of the last one; false at the script's end. */
    boolean next() throws IOException {
        restTo(OutputStream.nullOutputStream());
        beginning.reset();
        while (beginning.size() < HELD && (at < filled || fill())) {
            int end = endOfLine(Math.min(filled, at + HELD - beginning.size()));
            take(end, beginning);
            if (buffer[end - 1] == '\n') {
                return true;
            }
        }
        whole = beginning.size() < HELD;
        return beginning.size() > 0;
    }

    /** The line, with its end where it {@link #isWhole}. */
    ByteArrayOutputStream beginning() {
        return beginning;
    }

    /** Whether all of the line is held. */
    boolean isWhole() {
        return whole;
    }

    /** Writes what is left of a line that is not held as a whole, with its end. */
    void restTo(OutputStream out) throws IOException {
        while (!whole && (at < filled || fill())) {
            int end = endOfLine(filled);
            take(end, out);
            whole = buffer[end - 1] == '\n';
        }
        whole = true;
    }

    /** What was read so far. */
    long bytes() {
        return bytes;
    }

    /** Behind the line's end, or where no more of it is to be taken. */
    private int endOfLine(int limit) {
        for (int i = at; i < limit; i++) {
            if (buffer[i] == '\n') {
                return i + 1;
            }
        }
        return limit;
    }

    private void take(int end, OutputStream to) throws IOException {
        to.write(buffer, at, end - at);
        bytes += end - at;
        at = end;
    }

    private boolean fill() throws IOException {
        try {
            at = 0;
            filled = Math.max(0, in.read(buffer));
            return filled > 0;
        } catch (IOException e) {
            throw new Feeding.SourceFailure(e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
