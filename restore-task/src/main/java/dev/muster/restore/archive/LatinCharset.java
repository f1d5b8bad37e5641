package dev.muster.restore.archive;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;

/** Reads the parts of ISO 8859 that PostgreSQL keeps databases in and Java does not know. */
final class LatinCharset extends Charset {
    private static final int FIRST = 0xA0;

    /** ISO 8859-10, from byte A0 on. */
    static final Charset LATIN6 =
            new LatinCharset(
                    "x-muster-latin6",
                    "\u00a0ĄĒĢĪĨĶ§ĻĐŠŦŽ\u00adŪŊ°ąēģīĩķ·ļđšŧž―ūŋĀÁÂÃÄÅÆĮČÉĘËĖÍÎÏ"
                            + "ÐŅŌÓÔÕÖŨØŲÚÛÜÝÞßāáâãäåæįčéęëėíîïðņōóôõöũøųúûüýþĸ");

    /** ISO 8859-14, from byte A0 on. */
    static final Charset LATIN8 =
            new LatinCharset(
                    "x-muster-latin8",
                    "\u00a0Ḃḃ£ĊċḊ§Ẁ©ẂḋỲ\u00ad®ŸḞḟĠġṀṁ¶ṖẁṗẃṠỳẄẅṡÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ"
                            + "ŴÑÒÓÔÕÖṪØÙÚÛÜÝŶßàáâãäåæçèéêëìíîïŵñòóôõöṫøùúûüýŷÿ");

    private final String upper;

    private LatinCharset(String name, String upper) {
        super(name, new String[0]);
        this.upper = upper;
    }

    @Override
    public boolean contains(Charset other) {
        return equals(other);
    }

    @Override
    public CharsetDecoder newDecoder() {
        return new CharsetDecoder(this, 1, 1) {
            @Override
            protected CoderResult decodeLoop(ByteBuffer in, CharBuffer out) {
                while (in.hasRemaining()) {
                    if (!out.hasRemaining()) {
                        return CoderResult.OVERFLOW;
                    }
                    int b = in.get() & 0xFF;
                    out.put(b < FIRST ? (char) b : upper.charAt(b - FIRST));
                }
                return CoderResult.UNDERFLOW;
            }
        };
    }

    @Override
    public boolean canEncode() {
        return false;
    }

    @Override
    public CharsetEncoder newEncoder() {
        throw new UnsupportedOperationException("an archive is only read");
    }
}
