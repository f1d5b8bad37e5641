package dev.muster.restore.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The scans of all tables that hold rows of their own. */
final class Scans {
    private final Map<Long, Scan> byTable = new HashMap<>();
    private final List<Scan> all = new ArrayList<>();

    /**
     * Scans the tables, each once.
     *
     * @param further what other checks want to know, by table
     * @param wanted tables of extensions that are scanned all the same, as the archive has rows
     */
    static Scans run(
            Crew crew, Relations relations, Map<Long, Set<Probe>> further, Set<Long> wanted)
            throws QueryFailed {
        Session session = crew.first();
        Map<Long, List<Column>> columns = Column.readAll(session);
        Map<Long, List<CheckConstraint>> checks = CheckConstraint.readAll(session);
        Scans scans = new Scans();
        for (Relation table : relations.all()) {
            if (table.stored() && (!table.ofExtension() || wanted.contains(table.oid()))) {
                List<Probe> probes =
                        probes(
                                table,
                                columns.getOrDefault(table.oid(), List.of()),
                                checks.getOrDefault(table.oid(), List.of()));
                probes.addAll(further.getOrDefault(table.oid(), Set.of()));
                scans.add(new Scan(table, probes));
            }
        }
        boolean mayDivide = session.serverMajor() >= 14;
        List<Crew.Work> work = scans.all.stream().flatMap(s -> s.work(mayDivide).stream()).toList();
        crew.announce(work.size());
        crew.run(work);
        crew.run(scans.all.stream().flatMap(s -> s.retry().stream()).toList());
        return scans;
    }

    private static List<Probe> probes(
            Relation table, List<Column> columns, List<CheckConstraint> checks) {
        List<Probe> probes = new ArrayList<>();
        List<Column> notNull = columns.stream().filter(Column::notNull).toList();
        if (!notNull.isEmpty()) {
            probes.add(new Probe.Nulls(notNull));
        }
        checks.forEach(c -> probes.add(new Probe.Violations(c)));
        if (table.toasted()) {
            probes.addAll(Probe.Reading.of(columns.stream().filter(Column::needsReading).toList()));
        }
        return probes;
    }

    /** Notes a probe for the scan of a table. */
    static void add(Map<Long, Set<Probe>> probes, Relation table, Probe probe) {
        boolean _ = probes.computeIfAbsent(table.oid(), t -> new LinkedHashSet<>()).add(probe);
    }

    private void add(Scan scan) {
        all.add(scan);
        byTable.put(scan.table().oid(), scan);
    }

    List<Scan> all() {
        return all;
    }

    /** The scan of the table, or null where it was not scanned. */
    @Nullable Scan of(Relation table) {
        return byTable.get(table.oid());
    }
}
