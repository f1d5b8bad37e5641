package dev.muster.restore.verify;

import dev.muster.contract.CheckKind;
import dev.muster.contract.result.ObjectOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A sequence of the restored database and where it stands.
 *
 * @param quoted its name in SQL
 * @param ofExtension whether an extension made it; an archive says where it stands if the extension
 *     counts it among its configuration
 * @param lastValue the last value given out, or the first to come where it was not called yet
 */
record Sequence(
        long oid,
        String schema,
        String name,
        String quoted,
        long increment,
        boolean cycles,
        boolean ofExtension,
        long lastValue,
        boolean isCalled) {

    private static final int BATCH = 100;

    private static final String SQL =
            """
            SELECT c.oid, n.nspname, c.relname, format('%I.%I', n.nspname, c.relname),
                   s.seqincrement, s.seqcycle,
                   EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                              AND d.objid = c.oid AND d.deptype = 'e')
              FROM pg_sequence s
              JOIN pg_class c ON c.oid = s.seqrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relpersistence <> 't'
             ORDER BY 2, 3
            """;

    /** Where a sequence stands can only be read from itself: many of them in one statement. */
    static List<Sequence> readAll(Session session, Ledger ledger) throws QueryFailed {
        List<Sequence> named =
                session.rows(
                        SQL,
                        r ->
                                new Sequence(
                                        r.getLong(1),
                                        session.name(r.getString(2)),
                                        session.name(r.getString(3)),
                                        session.name(r.getString(4)),
                                        r.getLong(5),
                                        r.getBoolean(6),
                                        r.getBoolean(7),
                                        0,
                                        false));
        List<Sequence> all = new ArrayList<>();
        for (int i = 0; i < named.size(); i += BATCH) {
            List<Sequence> batch = named.subList(i, Math.min(named.size(), i + BATCH));
            try {
                all.addAll(read(session, batch));
            } catch (QueryFailed e) {
                for (Sequence one : batch) {
                    all.addAll(readAlone(session, one, ledger));
                }
            }
        }
        return all;
    }

    private static List<Sequence> readAlone(Session session, Sequence one, Ledger ledger)
            throws QueryFailed {
        try {
            return read(session, List.of(one));
        } catch (QueryFailed e) {
            if (e.outOfTime()) {
                throw e;
            }
            ledger.add(CheckKind.SEQUENCES, ObjectOutcome.notChecked(one.label(), e.reason()));
            return List.of();
        }
    }

    /** Many statements in one message: a UNION of so many takes the planner too long. */
    private static List<Sequence> read(Session session, List<Sequence> batch) throws QueryFailed {
        Map<Long, Sequence> byOid = new HashMap<>();
        batch.forEach(s -> byOid.put(s.oid, s));
        String sql =
                batch.stream()
                        .map(s ->
                                "SELECT %d::bigint, last_value, is_called FROM %s"
                                        .formatted(s.oid, s.quoted))
                        .collect(Collectors.joining("; "));
        return session.rows(
                sql,
                r ->
                        byOid.getOrDefault(r.getLong(1), batch.getFirst())
                                .at(r.getLong(2), r.getBoolean(3)));
    }

    private Sequence at(long value, boolean called) {
        return new Sequence(
                oid, schema, name, quoted, increment, cycles, ofExtension, value, called);
    }

    /** The value that nextval would give, were there no limit. */
    long next() {
        return isCalled ? lastValue + increment : lastValue;
    }

    /** Whether no number is left for it to give, so that it cannot run into any. */
    boolean isAtTheEnd() {
        return isCalled
                && (ascends()
                        ? lastValue > Long.MAX_VALUE - increment
                        : lastValue < Long.MIN_VALUE - increment);
    }

    boolean ascends() {
        return increment > 0;
    }

    String label() {
        return schema + "." + name;
    }
}
