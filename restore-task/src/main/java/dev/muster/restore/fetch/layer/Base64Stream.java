package dev.muster.restore.fetch.layer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;

/**
 * Decodes base64 of either alphabet in large blocks. Line ends of every kind are passed over; in an
 * armor, the closing line ends it.
 */
final class Base64Stream extends BlockStream {
    private static final int RAW = 256 * 1024;

    private final InputStream in;
    private final boolean armor;
    private final byte[] raw = new byte[RAW];
    private final byte[] decoded = new byte[RAW / 4 * 3];
    private Base64.Decoder decoder = Base64.getUrlDecoder();
    private boolean unbroken = true;
    private int carried;
    private int length;
    private boolean lineStart = true;
    private boolean checksumLine;
    private boolean padded;
    private boolean closed;
    private boolean cutInGroup;
    private boolean ended;

    /**
     * @param armor whether a line beginning with a dash closes it and one beginning with an equals
     *     sign is its checksum
     */
    Base64Stream(InputStream in, boolean armor) {
        this.in = in;
        this.armor = armor;
    }

    /** Whether an armor's closing line was met. */
    boolean closed() {
        return closed;
    }

    /** Whether the text ended within a group of four characters. */
    boolean cutInGroup() {
        return cutInGroup;
    }

    @Override
    boolean next() throws IOException {
        if (ended) {
            return false;
        }
        length = 0;
        int read = in.readNBytes(raw, carried, RAW - carried);
        boolean last = read < RAW - carried;
        if (unbroken && !last && decodeUnbroken()) {
            deliver(decoded, 0, length);
            return true;
        }
        unbroken = false;
        int characters = compact(carried, carried + read);
        ended = last || closed;
        int whole = characters & ~3;
        decode(whole);
        carried = characters - whole;
        System.arraycopy(raw, whole, raw, 0, carried);
        if (ended) {
            decodeRest();
            in.transferTo(OutputStream.nullOutputStream());
        }
        deliver(decoded, 0, length);
        return true;
    }

    /** The fast way, for a full block without a line end in it. */
    private boolean decodeUnbroken() {
        for (int alphabet = 0; alphabet < 2; alphabet++) {
            try {
                length = decoder.decode(raw, decoded);
                if (length == decoded.length) {
                    return true;
                }
            } catch (IllegalArgumentException otherAlphabetOrLineEnds) {
                decoder = Base64.getDecoder();
            }
        }
        length = 0;
        return false;
    }

    /** Moves the characters of the alphabet together and maps those of the URL alphabet. */
    private int compact(int from, int to) throws IOException {
        int kept = from;
        for (int i = from; i < to; i++) {
            byte c = raw[i];
            if (c == '\n') {
                lineStart = true;
                checksumLine = false;
            } else if (armor && lineStart && c == '-' && !checksumLine) {
                closed = true;
                return kept;
            } else if (armor && lineStart && c == '=' && (kept & 3) == 0) {
                checksumLine = true;
            } else if (c != '\r' && c != ' ' && c != '\t' && !checksumLine) {
                lineStart = false;
                if (padded && c != '=') {
                    throw new IOException("there is text behind its end");
                }
                padded |= c == '=';
                raw[kept++] = c == '-' ? (byte) '+' : c == '_' ? (byte) '/' : c;
            }
        }
        return kept;
    }

    private void decode(int characters) throws IOException {
        if (characters > 0) {
            try {
                length = Base64.getDecoder().decode(Arrays.copyOf(raw, characters), decoded);
            } catch (IllegalArgumentException e) {
                throw new IOException("a character that is not base64", e);
            }
        }
    }

    /** The last group, where its padding was left out. */
    private void decodeRest() throws IOException {
        cutInGroup = carried > 0;
        if (carried >= 2 && raw[carried - 1] != '=') {
            try {
                byte[] rest = Base64.getDecoder().decode(Arrays.copyOf(raw, carried));
                System.arraycopy(rest, 0, decoded, length, rest.length);
                length += rest.length;
            } catch (IllegalArgumentException e) {
                throw new IOException("a character that is not base64", e);
            }
        }
    }
}
