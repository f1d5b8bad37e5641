package dev.muster.restore.fetch;

import dev.muster.restore.tar.TarHeader;
import dev.muster.stores.DirectoryFiles;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads a tar of the ustar, pax or GNU kind in one pass and in little memory. */
final class TarMembers implements Members {
    private static final int MOST_META = 1 << 20;

    private final InputStream in;
    private long remaining;
    private long padding;
    private @Nullable String longName;
    private @Nullable Long paxSize;

    TarMembers(InputStream in) {
        this.in = in;
    }

    @Override
    public @Nullable Member next() throws IOException {
        while (true) {
            in.skipNBytes(remaining + padding);
            remaining = 0;
            padding = 0;
            byte[] block = in.readNBytes(TarHeader.BLOCK);
            if (block.length == 0 || TarHeader.isEnd(block)) {
                return null;
            }
            if (block.length < TarHeader.BLOCK) {
                throw new EOFException();
            }
            TarHeader header = TarHeader.parse(block);
            if (header == null || header.size() < 0) {
                throw new IOException("a file's header is not valid");
            }
            Member member = member(header);
            if (member != null) {
                return member;
            }
        }
    }

    private @Nullable Member member(TarHeader header) throws IOException {
        switch (header.type()) {
            case 'L' -> longName = text(meta(header));
            case 'x' -> pax(meta(header));
            case 'K', 'g' -> meta(header);
            default -> {
                String name = longName == null ? header.name() : longName;
                begin(paxSize == null ? header.size() : paxSize);
                longName = null;
                paxSize = null;
                boolean regular =
                        header.type() == '0' || header.type() == 0 || header.type() == '7';
                if (regular && !name.endsWith("/")) {
                    return new Member(name, new Content());
                }
                if (isLink(header)
                        && DirectoryFiles.owns(name.substring(name.lastIndexOf('/') + 1))) {
                    throw new Unsupported("a link \"" + DirectoryArchive.shown(name) + "\"");
                }
                if (header.type() >= '1' && header.type() <= '6') {
                    // Links, devices and directories have no content, whatever their size says.
                    begin(0);
                }
            }
        }
        return null;
    }

    private static boolean isLink(TarHeader header) {
        return header.type() == '1' || header.type() == '2';
    }

    private void begin(long size) {
        remaining = size;
        padding = TarHeader.padding(size);
    }

    private byte[] meta(TarHeader header) throws IOException {
        if (header.size() > MOST_META) {
            throw new IOException("a file's name or attributes are too long");
        }
        begin(header.size());
        byte[] content = in.readNBytes((int) header.size());
        if (content.length < header.size()) {
            throw new EOFException();
        }
        remaining = 0;
        return content;
    }

    /** Records of the form {@code LENGTH KEYWORD=VALUE\n}. */
    private void pax(byte[] records) throws IOException {
        int at = 0;
        while (at < records.length && records[at] != 0) {
            int space = at;
            while (space < records.length && records[space] != ' ') {
                space++;
            }
            int length = number(records, at, space);
            if (length <= space - at + 1 || at + length > records.length) {
                throw new IOException("a file's attributes are not valid");
            }
            String record =
                    new String(records, space + 1, at + length - space - 2, StandardCharsets.UTF_8);
            if (record.startsWith("path=")) {
                longName = record.substring("path=".length());
            } else if (record.startsWith("size=")) {
                paxSize = parse(record.substring("size=".length()));
            } else if (record.startsWith("GNU.sparse.")) {
                throw new Unsupported("a sparse file");
            }
            at += length;
        }
    }

    private static int number(byte[] bytes, int from, int to) throws IOException {
        long value = parse(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
        return (int) Math.min(Integer.MAX_VALUE / 2, value);
    }

    private static long parse(String digits) throws IOException {
        try {
            long value = Long.parseLong(digits);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException damaged) {
            // Told below.
        }
        throw new IOException("a file's attributes are not valid");
    }

    private static String text(byte[] name) {
        int end = 0;
        while (end < name.length && name[end] != 0) {
            end++;
        }
        return new String(Arrays.copyOf(name, end), StandardCharsets.UTF_8);
    }

    /** The bytes of the file that was returned last. */
    private final class Content extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (remaining == 0) {
                return -1;
            }
            int count = in.read(target, offset, (int) Math.min(length, remaining));
            if (count < 0) {
                throw new EOFException();
            }
            remaining -= count;
            return count;
        }
    }
}
