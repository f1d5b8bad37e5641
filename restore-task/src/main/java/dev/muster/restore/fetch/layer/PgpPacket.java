package dev.muster.restore.fetch.layer;

/**
 * The header of an OpenPGP packet, RFC 9580 section 4.2.
 *
 * @param tag what the packet holds
 * @param body where its content begins
 */
record PgpPacket(int tag, int body) {
    static final int LONGEST_HEADER = 6;
    private static final int PUBLIC_KEY_ENCRYPTED_SESSION_KEY = 1;
    private static final int SIGNATURE = 2;
    private static final int SYMMETRIC_KEY_ENCRYPTED_SESSION_KEY = 3;
    private static final int ONE_PASS_SIGNATURE = 4;
    private static final int COMPRESSED = 8;
    private static final int MARKER = 10;
    private static final int LITERAL = 11;
    private static final int PADDING = 21;

    /** Of bytes that may be no packet at all; its tag is then -1. */
    static PgpPacket at(int first, int second) {
        if ((first & 0xC0) == 0xC0) {
            int lengthBytes = second == 255 ? 5 : second >= 192 && second < 224 ? 2 : 1;
            return new PgpPacket(first & 0x3F, 1 + lengthBytes);
        }
        if ((first & 0xC0) == 0x80) {
            int lengthType = first & 3;
            int lengthBytes = lengthType == 3 ? 0 : 1 << lengthType;
            return new PgpPacket((first >> 2) & 0x0F, 1 + lengthBytes);
        }
        return new PgpPacket(-1, 0);
    }

    /** Whether a message that is encrypted begins here, with versions and algorithms known. */
    static boolean beginsEncrypted(Head head) {
        PgpPacket packet = at(head.at(0), head.at(1));
        int version = head.at(packet.body);
        int algorithm = head.at(packet.body + 1);
        return head.length() > 32
                && switch (packet.tag) {
                    case PUBLIC_KEY_ENCRYPTED_SESSION_KEY ->
                            (version == 3 && isPublicKeyAlgorithm(head.at(packet.body + 9)))
                                    || (version == 6 && algorithm <= 33);
                    case SYMMETRIC_KEY_ENCRYPTED_SESSION_KEY ->
                            (version == 4 && algorithm <= 13 && head.at(packet.body + 2) <= 4)
                                    || (version == 5 && algorithm <= 13)
                                    || (version == 6 && algorithm <= 64);
                    default -> false;
                };
    }

    private static boolean isPublicKeyAlgorithm(int algorithm) {
        return (algorithm >= 1 && algorithm <= 3) || (algorithm >= 16 && algorithm <= 27);
    }

    /** Whether this can be the beginning of what was encrypted. */
    static boolean beginsContent(byte[] bytes) {
        if (bytes.length < 2) {
            return false;
        }
        PgpPacket packet = at(bytes[0] & 0xFF, bytes[1] & 0xFF);
        int content = packet.body < bytes.length ? bytes[packet.body] & 0xFF : -1;
        return switch (packet.tag) {
            case COMPRESSED -> content >= 0 && content <= 3;
            case LITERAL -> content >= 0 && "btulm1".indexOf(content) >= 0;
            case ONE_PASS_SIGNATURE -> content == 3 || content == 6;
            case SIGNATURE -> content >= 2 && content <= 6;
            case MARKER -> content == 'P';
            case PADDING -> true;
            default -> false;
        };
    }
}
