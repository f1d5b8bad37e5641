package dev.muster.restore.verify;

import java.util.List;

/**
 * An integer column that takes its values from a sequence: by ownership, identity or default.
 *
 * @param unique whether the column is part of a unique key, so that an old value would collide
 */
record SequenceUse(long sequence, long table, String column, String quoted, boolean unique) {

    private static final String SQL =
            """
            SELECT DISTINCT u.seq, a.attrelid, a.attname, quote_ident(a.attname),
                   EXISTS (SELECT FROM pg_index i
                            WHERE i.indrelid = a.attrelid AND i.indisunique
                              AND a.attnum = ANY (i.indkey))
              FROM (SELECT d.objid, d.refobjid, d.refobjsubid FROM pg_depend d
                     WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
                       AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
                    UNION ALL
                    SELECT d.refobjid, f.adrelid, f.adnum FROM pg_depend d
                      JOIN pg_attrdef f ON f.oid = d.objid
                     WHERE d.classid = 'pg_attrdef'::regclass
                       AND d.refclassid = 'pg_class'::regclass) u(seq, rel, num)
              JOIN pg_sequence s ON s.seqrelid = u.seq
              JOIN pg_attribute a ON a.attrelid = u.rel AND a.attnum = u.num
             WHERE a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)
             ORDER BY 1, 2, 3
            """;

    static List<SequenceUse> readAll(Session session) throws QueryFailed {
        return session.rows(
                SQL,
                r ->
                        new SequenceUse(
                                r.getLong(1),
                                r.getLong(2),
                                session.name(r.getString(3)),
                                session.name(r.getString(4)),
                                r.getBoolean(5)));
    }
}
