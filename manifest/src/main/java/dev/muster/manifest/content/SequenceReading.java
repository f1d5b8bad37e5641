package dev.muster.manifest.content;

import dev.muster.manifest.QualifiedName;
import dev.muster.manifest.SequenceContent.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * One reading of where all sequences stand.
 *
 * @param states of those that could be read, by name
 * @param oids of all of them, by name
 * @param descending names of those that count down
 */
public record SequenceReading(
        SequencedMap<QualifiedName, State> states,
        Map<QualifiedName, Long> oids,
        List<QualifiedName> descending) {
    private static final int BATCH = 100;

    private static final String SQL =
            """
            SELECT c.oid, n.nspname, c.relname, format('%I.%I', n.nspname, c.relname),
                   s.seqincrement < 0,
                   has_sequence_privilege(c.oid, 'SELECT')
                       AND has_schema_privilege(n.oid, 'USAGE')
              FROM pg_sequence s
              JOIN pg_class c ON c.oid = s.seqrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relpersistence <> 't' AND NOT EXISTS (
                       SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                          AND d.objid = c.oid AND d.deptype = 'e')
             ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
            """;

    private record Known(
            long oid, QualifiedName name, String quoted, boolean descends, boolean readable) {}

    private record Read(int place, State state) {}

    /** Reads all of the database's. */
    public static <X extends Exception> SequenceReading of(Queries<X> queries) throws X {
        List<Known> all =
                queries.rows(
                        SQL,
                        r ->
                                new Known(
                                        r.getLong(1),
                                        new QualifiedName(r.getString(2), r.getString(3)),
                                        r.getString(4),
                                        r.getBoolean(5),
                                        r.getBoolean(6)));
        SequencedMap<QualifiedName, State> states = new LinkedHashMap<>();
        Map<QualifiedName, Long> oids = new LinkedHashMap<>();
        List<QualifiedName> descending = new ArrayList<>();
        for (int i = 0; i < all.size(); i += BATCH) {
            List<Known> batch = all.subList(i, Math.min(all.size(), i + BATCH));
            for (Known each : batch) {
                oids.put(each.name(), each.oid());
                if (each.descends()) {
                    descending.add(each.name());
                }
            }
            read(queries, batch.stream().filter(Known::readable).toList(), states);
        }
        return new SequenceReading(states, oids, descending);
    }

    /** Many statements in one message: a UNION of so many takes the planner too long. */
    private static <X extends Exception> void read(
            Queries<X> queries, List<Known> batch, Map<QualifiedName, State> states) throws X {
        if (batch.isEmpty()) {
            return;
        }
        List<Integer> places = new ArrayList<>();
        batch.forEach(_ -> places.add(places.size()));
        String sql =
                places.stream()
                        .map(place ->
                                "SELECT %d, last_value, is_called FROM %s"
                                        .formatted(place, batch.get(place).quoted()))
                        .collect(Collectors.joining("; "));
        for (Read each :
                queries.rows(
                        sql,
                        r -> new Read(r.getInt(1), new State(r.getLong(2), r.getBoolean(3))))) {
            states.put(batch.get(each.place()).name(), each.state());
        }
    }
}
