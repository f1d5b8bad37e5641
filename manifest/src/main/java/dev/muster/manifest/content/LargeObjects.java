package dev.muster.manifest.content;

import java.util.List;

/** The statement that hashes all large objects, divided by the hash of their number. */
public final class LargeObjects {
    /** So many parts, where there are so many objects. */
    private static final int PARTS = 64;

    private LargeObjects() {}

    /** How many there are. */
    public static <X extends Exception> long count(Queries<X> queries) throws X {
        return queries.rows(
                        "SELECT count(*) FROM pg_catalog.pg_largeobject_metadata",
                        r -> r.getLong(1))
                .getFirst();
    }

    /**
     * Hashes each object's number and bytes. An object of more than a gigabyte cannot be read in
     * one, and fails.
     */
    public static <X extends Exception> List<TableHash.Range> read(Queries<X> queries) throws X {
        String number = "pg_catalog.hashint8extended(oid::pg_catalog.int8, 0) & " + (PARTS - 1);
        // lo_get gives the zeros of a hole, which has no pages at the source and has them after.
        return queries.rows(
                """
                SELECT part, pg_catalog.count(*), pg_catalog.sum(%s), pg_catalog.sum(%s)
                  FROM (SELECT %s AS part,
                               ROW(oid, pg_catalog.sha256(pg_catalog.lo_get(oid)))::pg_catalog.text
                                   AS r
                          FROM pg_catalog.pg_largeobject_metadata OFFSET 0) AS written
                 GROUP BY part
                """
                        .formatted(TableHash.hash("r", 1), TableHash.hash("r", 2), number),
                TableHash::range);
    }

    /** A part in words that a person can turn into a query. */
    public static String describe(int part) {
        return "those where hashint8extended(oid::int8, 0) & %d = %d".formatted(PARTS - 1, part);
    }
}
