package dev.muster.restore.mutate;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Takes a text and sums up its lines in whatever order they come: two dumps of the same rows and
 * definitions have the same sum. It shares nothing with the checks that it judges.
 */
final class LineDigest extends OutputStream {
    private static final byte[] RESTRICT = "\\restrict ".getBytes(StandardCharsets.UTF_8);
    private static final byte[] UNRESTRICT = "\\unrestrict ".getBytes(StandardCharsets.UTF_8);

    private static final byte[] COPY = "COPY ".getBytes(StandardCharsets.UTF_8);
    private static final byte[] END_OF_COPY = "\\.".getBytes(StandardCharsets.UTF_8);

    private final MessageDigest sha256 = sha256();
    private long table;
    private byte[] line = new byte[4096];
    private int length;
    private long lines;
    private long first;
    private long second;

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK brings SHA-256", e);
        }
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        int from = offset;
        int end = offset + count;
        for (int i = offset; i < end; i++) {
            if (bytes[i] == '\n') {
                append(bytes, from, i);
                endLine();
                from = i + 1;
            }
        }
        append(bytes, from, end);
    }

    private void append(byte[] bytes, int from, int to) {
        int more = to - from;
        if (length + more > line.length) {
            line = Arrays.copyOf(line, Math.max(length + more, line.length * 2));
        }
        System.arraycopy(bytes, from, line, length, more);
        length += more;
    }

    private void endLine() {
        // pg_dump guards its scripts with a word that is another each time.
        if (!begins(RESTRICT) && !begins(UNRESTRICT)) {
            // The same row in another table is another line.
            sha256.update((byte) table);
            sha256.update((byte) (table >> 8));
            sha256.update((byte) (table >> 16));
            sha256.update((byte) (table >> 24));
            sha256.update(line, 0, length);
            byte[] digest = sha256.digest();
            if (begins(COPY)) {
                table = number(digest, 16);
            } else if (Arrays.equals(line, 0, length, END_OF_COPY, 0, 2)) {
                table = 0;
            }
            first += number(digest, 0);
            second += number(digest, 8);
            lines++;
        }
        length = 0;
    }

    private boolean begins(byte[] word) {
        return length > word.length && Arrays.equals(line, 0, word.length, word, 0, word.length);
    }

    private static long number(byte[] bytes, int from) {
        long number = 0;
        for (int i = from; i < from + 8; i++) {
            number = number << 8 | (bytes[i] & 0xff);
        }
        return number;
    }

    /** The sum of all whole lines so far. */
    String sum() {
        return "%d:%016x%016x".formatted(lines, first, second);
    }
}
