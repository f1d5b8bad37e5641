package dev.muster.manifest;

import java.math.BigInteger;

/**
 * A sum of row hashes, 128 bits in two lanes that add up without a carry between them. Sums of
 * parts add up to the sum of the whole, in any order.
 */
public record ContentHash(long rows, long high, long low) {
    /** Of no rows. */
    public static final ContentHash EMPTY = new ContentHash(0, 0, 0);

    /**
     * Takes over what the server has added up.
     *
     * @param high and {@code low} exact sums, of any size
     */
    public static ContentHash of(long rows, BigInteger high, BigInteger low) {
        return new ContentHash(rows, high.longValue(), low.longValue());
    }

    /** Both together. */
    public ContentHash plus(ContentHash other) {
        return new ContentHash(rows + other.rows, high + other.high, low + other.low);
    }

    /** The hash as 32 hexadecimal digits. */
    public String hex() {
        return "%016x%016x".formatted(high, low);
    }
}
