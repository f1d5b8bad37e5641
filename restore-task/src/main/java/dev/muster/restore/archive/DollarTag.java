package dev.muster.restore.archive;

/** The tag of a dollar quote, from its first dollar to where it stands again at the quote's end. */
final class DollarTag {
    private static final int MOST = 64;

    private final byte[] tag = new byte[MOST];
    private int length;
    private int matched;

    /** A dollar that may begin a tag. */
    void begin() {
        tag[0] = '$';
        length = 1;
    }

    /** Whether a byte goes on with the tag; else this was none. */
    boolean add(byte c, boolean wordByte) {
        boolean digitFirst = length == 1 && c >= '0' && c <= '9';
        if (c == '$' || (wordByte && !digitFirst && length < MOST - 1)) {
            tag[length++] = c;
            matched = 0;
            return true;
        }
        return false;
    }

    /** Whether a byte of the quoted text is the last of the tag at its end. */
    boolean ends(byte c) {
        if (c == tag[matched]) {
            return ++matched == length;
        }
        matched = c == '$' ? 1 : 0;
        return false;
    }
}
