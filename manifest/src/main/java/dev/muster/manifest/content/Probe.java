package dev.muster.manifest.content;

import dev.muster.manifest.ContentHash;
import java.math.BigInteger;

/**
 * The hash of a known text. PostgreSQL promises nobody that its hash functions stay as they are; a
 * server of another byte order has others. Where two servers' probes differ, so would their hashes
 * of the same rows.
 */
public final class Probe {
    private static final String TEXT = "ROW(1,'Muster',,\"a b\",2000-01-01 00:00:00+00)";

    private Probe() {}

    /** What this server makes of the text. */
    public static <X extends Exception> String read(Queries<X> queries) throws X {
        String text = "'" + TEXT.replace("'", "''") + "'::pg_catalog.text";
        return queries.rows(
                        "SELECT %s, %s".formatted(TableHash.hash(text, 1), TableHash.hash(text, 2)),
                        r ->
                                ContentHash.of(
                                                1,
                                                BigInteger.valueOf(r.getLong(1)),
                                                BigInteger.valueOf(r.getLong(2)))
                                        .hex())
                .getFirst();
    }
}
