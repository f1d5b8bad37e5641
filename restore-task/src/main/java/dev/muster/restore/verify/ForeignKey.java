package dev.muster.restore.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A foreign key as the source declares it; those that partitioning derived from it are left out.
 *
 * @param matches the columns' equality in SQL, with the operators that PostgreSQL enforces it by
 * @param unmatched a column of the referenced side that is NULL where no row matched
 * @param refers when a row of the referencing side refers to anything, in SQL
 * @param validated whether the source declares that all rows hold to it
 * @param overTime whether it compares periods
 * @param integer the referencing column, quoted, where both sides are one integer column each and
 *     the referenced one is the key of a valid unique index; else null
 * @param integerKey the referenced column of these, quoted
 */
record ForeignKey(
        String name,
        long table,
        long referenced,
        String matches,
        String unmatched,
        String refers,
        boolean validated,
        boolean overTime,
        @Nullable String integer,
        @Nullable String integerKey) {

    /**
     * The same comparison as RI_Initial_Check in PostgreSQL's ri_triggers.c makes, with types by
     * their names in the catalog: to SQL, "character" is one of a single letter.
     */
    private static final String SQL =
            """
            SELECT k.conname, k.conrelid, k.confrelid,
                   string_agg(format('p.%I%s%s OPERATOR(%I.%s) f.%I%s', pa.attname,
                       CASE WHEN o.oprleft <> pa.atttypid AND lt.typtype <> 'p'
                            THEN format('::%I.%I', ln.nspname, lt.typname) END,
                       CASE WHEN pa.attcollation <> fa.attcollation AND pa.attcollation <> 0
                            THEN (SELECT format(' COLLATE %I.%I', cn.nspname, co.collname)
                                    FROM pg_collation co
                                    JOIN pg_namespace cn ON cn.oid = co.collnamespace
                                   WHERE co.oid = pa.attcollation) END,
                       n.nspname, o.oprname, fa.attname,
                       CASE WHEN o.oprright <> fa.atttypid AND rt.typtype <> 'p'
                            THEN format('::%I.%I', rn.nspname, rt.typname) END),
                       ' AND ' ORDER BY u.place),
                   (array_agg(format('p.%I', pa.attname) ORDER BY u.place))[1],
                   string_agg(format('f.%I IS NOT NULL', fa.attname),
                       CASE k.confmatchtype WHEN 'f' THEN ' OR ' ELSE ' AND ' END
                       ORDER BY u.place),
                   s.validated, s.period,
                   CASE WHEN s.plain THEN min(quote_ident(fa.attname)) END,
                   CASE WHEN s.plain THEN min(quote_ident(pa.attname)) END
              FROM pg_constraint k
              CROSS JOIN LATERAL unnest(k.conkey, k.confkey, k.conpfeqop)
                         WITH ORDINALITY u(fnum, pnum, op, place)
              JOIN pg_attribute fa ON fa.attrelid = k.conrelid AND fa.attnum = u.fnum
              JOIN pg_attribute pa ON pa.attrelid = k.confrelid AND pa.attnum = u.pnum
              JOIN pg_operator o ON o.oid = u.op
              JOIN pg_namespace n ON n.oid = o.oprnamespace
              JOIN pg_type lt ON lt.oid = o.oprleft
              JOIN pg_type rt ON rt.oid = o.oprright
              JOIN pg_namespace ln ON ln.oid = lt.typnamespace
              JOIN pg_namespace rn ON rn.oid = rt.typnamespace
              CROSS JOIN LATERAL (
                   SELECT k.convalidated
                          AND COALESCE(to_jsonb(k)->>'conenforced', 'true') = 'true',
                          COALESCE(to_jsonb(k)->>'conperiod', 'false') = 'true',
                          cardinality(k.conkey) = 1 AND EXISTS (
                       SELECT FROM pg_index i
                         JOIN pg_attribute a ON a.attrelid = k.confrelid
                                            AND a.attnum = i.indkey[0]
                         JOIN pg_attribute b ON b.attrelid = k.conrelid
                                            AND b.attnum = k.conkey[1]
                        WHERE i.indexrelid = k.conindid AND i.indisunique AND i.indisvalid
                          AND i.indnkeyatts = 1 AND a.attnum = k.confkey[1]
                          AND a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)
                          AND b.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype))
                   ) s(validated, period, plain)
             WHERE k.contype = 'f' AND k.conparentid = 0
             GROUP BY k.oid, k.conname, k.conrelid, k.confrelid, k.confmatchtype, s.plain,
                      s.validated, s.period
             ORDER BY k.conrelid, k.conname
            """;

    static List<ForeignKey> readAll(Session session) throws QueryFailed {
        return session.rows(
                SQL,
                r ->
                        new ForeignKey(
                                session.name(r.getString(1)),
                                r.getLong(2),
                                r.getLong(3),
                                session.name(r.getString(4)),
                                session.name(r.getString(5)),
                                session.name(r.getString(6)),
                                r.getBoolean(7),
                                r.getBoolean(8),
                                r.getString(9),
                                r.getString(10)));
    }
}
