package dev.muster.restore.archive;

/**
 * Walks the data blocks of a custom archive: a type, a number, chunks that each begin with their
 * length, and a zero; see _StartData, _StartLOs and _CustomWriteFunc of pg_backup_custom.c.
 */
final class BlockCursor {
    static final int DATA = 1;
    static final int LARGE_OBJECTS = 3;

    /** How a walk through a block ended. */
    enum End {
        COMPLETE,
        TRUNCATED,
        CORRUPT
    }

    private final FileWindow file;
    private final int intSize;
    private long position;

    BlockCursor(FileWindow file, int intSize, long position) {
        this.file = file;
        this.intSize = intSize;
        this.position = position;
    }

    long position() {
        return position;
    }

    boolean atEnd() {
        return position >= file.size();
    }

    long left() {
        return file.size() - position;
    }

    /** The block's type, or -1 at the end of the file. */
    int readType() {
        int type = file.byteAt(position);
        position++;
        return type;
    }

    /** A number; {@link Integer#MIN_VALUE} where the file ends before it or it makes no sense. */
    int readInt() {
        if (left() < intSize + 1) {
            position = Math.max(position, file.size());
            return Integer.MIN_VALUE;
        }
        int sign = file.byteAt(position++);
        long value = 0;
        for (int i = 0; i < intSize; i++) {
            value |= (long) file.byteAt(position++) << (8 * i);
        }
        if (sign > 1 || value < 0 || value > 0xffff_ffffL) {
            return Integer.MIN_VALUE;
        }
        return sign == 0 ? (int) value : (int) -value;
    }

    /** Takes up to {@code length} bytes of a chunk whose length has been read. */
    int take(byte[] to, int offset, int length) {
        int taken = file.read(position, to, offset, length);
        position += taken;
        return taken;
    }

    /** Steps over the chunks of one stream of data and the zero behind them. */
    End skipChunks() {
        while (true) {
            int length = readInt();
            if (length == 0) {
                return End.COMPLETE;
            }
            if (length < 0) {
                return atEnd() ? End.TRUNCATED : End.CORRUPT;
            }
            if (length > left()) {
                position = file.size();
                return End.TRUNCATED;
            }
            position += length;
        }
    }

    /** Steps over what follows a block's type and number. */
    End skipBlock(int type) {
        if (type == DATA) {
            return skipChunks();
        }
        while (true) {
            int oid = readInt();
            if (oid == 0) {
                return End.COMPLETE;
            }
            if (oid == Integer.MIN_VALUE && atEnd()) {
                return End.TRUNCATED;
            }
            End end = skipChunks();
            if (end != End.COMPLETE) {
                return end;
            }
        }
    }
}
