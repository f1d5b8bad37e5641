package dev.muster.restore.archive;

import org.jspecify.annotations.Nullable;

/** Data of a large object, which may be any bytes. */
final class ByteCount implements RowScan {
    private long bytes;

    @Override
    public void take(byte[] b, int length) {
        bytes += length;
    }

    @Override
    public @Nullable Fault finish() {
        return null;
    }

    @Override
    public long rows() {
        return 0;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public boolean isCounted() {
        return true;
    }
}
