package dev.muster.cli.demo;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Sets the time at which a custom archive says it was made, while it is written: the demo's seven
 * days pass in seconds. The header's layout is that of PostgreSQL's {@code WriteHead}.
 */
final class ArchiveClock extends FilterOutputStream {
    private static final int VERSION_MINOR = 6;
    private static final int INT_SIZE = 8;
    private static final int FORMAT = 10;
    private static final int ONE_BYTE_COMPRESSION = 15;
    private static final int LONGEST_HEAD = FORMAT + 1 + 5 + 7 * 5;

    private final ByteBuffer head = ByteBuffer.allocate(LONGEST_HEAD);
    private final Instant at;

    ArchiveClock(OutputStream archive, Instant at) {
        super(archive);
        this.at = at;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int forHead = Math.min(head.remaining(), length);
        if (forHead > 0) {
            head.put(bytes, offset, forHead);
            if (!head.hasRemaining()) {
                out.write(withTime(head.array()));
            }
        }
        out.write(bytes, offset + forHead, length - forHead);
    }

    @Override
    public void close() throws IOException {
        if (head.hasRemaining()) { // shorter than any archive: leave it as it is
            out.write(head.array(), 0, head.position());
        }
        out.close();
    }

    private byte[] withTime(byte[] bytes) {
        ByteBuffer archive = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (archive.get(INT_SIZE) != Integer.BYTES) {
            return bytes;
        }
        int compression =
                archive.get(VERSION_MINOR) >= ONE_BYTE_COMPRESSION ? 1 : 1 + Integer.BYTES;
        archive.position(FORMAT + 1 + compression);
        OffsetDateTime time = at.atOffset(ZoneOffset.UTC);
        putInt(archive, time.getSecond());
        putInt(archive, time.getMinute());
        putInt(archive, time.getHour());
        putInt(archive, time.getDayOfMonth());
        putInt(archive, time.getMonthValue() - 1);
        putInt(archive, time.getYear() - 1900);
        return bytes;
    }

    private static void putInt(ByteBuffer archive, int value) {
        archive.put((byte) 0).putInt(value);
    }
}
