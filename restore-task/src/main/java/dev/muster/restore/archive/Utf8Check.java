package dev.muster.restore.archive;

/** Checks UTF-8 as PostgreSQL does (pg_utf8_islegal): no overlong forms, surrogates or beyond. */
final class Utf8Check {
    private int pending;
    private int low = 0x80;
    private int high = 0xbf;
    private boolean broken;

    void feed(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            int c = b[i] & 0xff;
            if (pending > 0) {
                if (c < low || c > high) {
                    broken = true;
                    pending = 0;
                    start(c);
                    continue;
                }
                pending--;
                low = 0x80;
                high = 0xbf;
            } else if (c >= 0x80) {
                start(c);
            }
        }
    }

    private void start(int c) {
        low = 0x80;
        high = 0xbf;
        if (c < 0x80) {
            return;
        }
        if (c >= 0xc2 && c <= 0xdf) {
            pending = 1;
        } else if (c >= 0xe0 && c <= 0xef) {
            pending = 2;
            low = c == 0xe0 ? 0xa0 : 0x80;
            high = c == 0xed ? 0x9f : 0xbf;
        } else if (c >= 0xf0 && c <= 0xf4) {
            pending = 3;
            low = c == 0xf0 ? 0x90 : 0x80;
            high = c == 0xf4 ? 0x8f : 0xbf;
        } else {
            broken = true;
        }
    }

    boolean isBetweenCharacters() {
        return pending == 0;
    }

    /** Whether the line so far was UTF-8; begins the next line. */
    boolean endOfLine() {
        boolean fine = !broken && pending == 0;
        broken = false;
        pending = 0;
        return fine;
    }
}
