package dev.muster.restore.fetch.layer;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The binary content of an ASCII armor, as OpenPGP and age write it. */
final class Armor extends BulkStream {
    private static final int LONGEST_LINE = 4096;
    private static final int MOST_HEADERS = 100;

    private final Base64Stream base64;

    private Armor(Base64Stream base64) {
        this.base64 = base64;
    }

    /**
     * Reads up to the first line of base64.
     *
     * @param headers whether header lines and an empty line may stand before it
     */
    static Armor open(InputStream in, boolean headers) throws IOException {
        String line = line(in);
        for (int i = 0; !line.startsWith("-----BEGIN "); i++) {
            if (i == MOST_HEADERS) {
                throw new IOException("the armor's first line is missing");
            }
            line = line(in);
        }
        for (int i = 0; headers && !line.isEmpty(); i++) {
            if (i == MOST_HEADERS) {
                throw new IOException("the armor's headers do not end");
            }
            line = line(in);
        }
        return new Armor(new Base64Stream(in, true));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int c;
        while ((c = in.read()) != '\n') {
            if (c < 0) {
                throw new EOFException();
            }
            if (line.size() == LONGEST_LINE) {
                throw new IOException("a line of the armor is too long");
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = base64.read(target, offset, length);
        if (count < 0 && !base64.closed()) {
            throw new EOFException("the armor's closing line is missing");
        }
        return count;
    }
}
