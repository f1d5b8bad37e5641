package dev.muster.restore.archive;

import org.jspecify.annotations.Nullable;

/** Data that COPY loads: rows, the line {@code \.}, and two empty lines that pg_dump adds. */
final class CopyRows implements RowScan {
    private final CopyScan scan;
    private long behind;
    private boolean foreign;

    CopyRows(boolean utf8, int columns, @Nullable RoleValues values) {
        scan = new CopyScan(utf8, columns).collecting(values);
    }

    @Override
    public void take(byte[] b, int length) {
        int at = scan.hasEnded() ? 0 : scan.scan(b, 0, length);
        for (; at < length; at++) {
            behind++;
            foreign |= b[at] != '\n' && b[at] != '\r';
        }
    }

    @Override
    public @Nullable Fault finish() {
        if (!scan.hasEnded()) {
            return new Fault(
                    Fault.Kind.SHORT,
                    "its data end after "
                            + Problems.counted(rows(), "row", "rows")
                            + ", without the closing line");
        }
        if (foreign) {
            return new Fault(Fault.Kind.DAMAGED, "text follows the closing line of its data");
        }
        if (scan.zeroBytes() > 0) {
            return new Fault(
                    Fault.Kind.INVALID,
                    Problems.counted(scan.zeroBytes(), "zero byte lies", "zero bytes lie")
                            + " in its data, the first in row "
                            + scan.firstZeroRow());
        }
        if (scan.firstBadRow() > 0) {
            return new Fault(
                    Fault.Kind.INVALID, "row " + scan.firstBadRow() + " is not valid UTF-8");
        }
        return null;
    }

    @Override
    public long rows() {
        return scan.rows();
    }

    @Override
    public long bytes() {
        return scan.bytes() + behind;
    }

    @Override
    public boolean isCounted() {
        return true;
    }
}
