package dev.muster.restore.verify;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Spares large tables the anti-join where arithmetic gives the same answer: if a unique integer key
 * has as many values as lie between its smallest and its largest, none is absent, and whatever
 * refers to one within these bounds refers to a row that is there.
 */
final class DenseKeys {
    /** Referencing tables of fewer pages are joined as fast as they are measured. */
    private static final long WORTHWHILE_PAGES = 512;

    private final Relations relations;

    DenseKeys(Relations relations) {
        this.relations = relations;
    }

    /** Adds what the scans must find out for this, by table. */
    void probe(List<ForeignKey> keys, Map<Long, Set<Probe>> probes) {
        for (ForeignKey key : keys) {
            Relation table = relations.byOid(key.table());
            Relation referenced = relations.byOid(key.referenced());
            if (table != null
                    && referenced != null
                    && key.integer() != null
                    && key.integerKey() != null
                    && pages(table) >= WORTHWHILE_PAGES) {
                for (Relation part : relations.tree(table)) {
                    Scans.add(probes, part, new Probe.Bound(key.integer(), false));
                    Scans.add(probes, part, new Probe.Bound(key.integer(), true));
                }
                for (Relation part : relations.tree(referenced)) {
                    Scans.add(probes, part, new Probe.Bound(key.integerKey(), false));
                    Scans.add(probes, part, new Probe.Bound(key.integerKey(), true));
                    Scans.add(probes, part, new Probe.Filled(key.integerKey()));
                }
            }
        }
    }

    private long pages(Relation table) {
        return relations.tree(table).stream().mapToLong(Relation::pages).sum();
    }

    /** Whether the scans prove that the key holds; false says nothing. */
    boolean prove(ForeignKey key, Relation table, Relation referenced, Scans scans) {
        if (key.integer() == null || key.integerKey() == null) {
            return false;
        }
        Extreme from = ask(scans, table, new Probe.Bound(key.integer(), false));
        Extreme to = ask(scans, table, new Probe.Bound(key.integer(), true));
        Extreme first = ask(scans, referenced, new Probe.Bound(key.integerKey(), false));
        Extreme last = ask(scans, referenced, new Probe.Bound(key.integerKey(), true));
        Extreme filled = ask(scans, referenced, new Probe.Filled(key.integerKey()));
        if (!from.known() || !to.known() || !first.known() || !last.known() || !filled.known()) {
            return false;
        }
        if (from.value() == null || to.value() == null) {
            return true;
        }
        if (first.value() == null || last.value() == null || filled.value() == null) {
            return false;
        }
        // A difference too large for a long wraps below zero and equals no count.
        return last.value() - first.value() == filled.value() - 1
                && from.value() >= first.value()
                && to.value() <= last.value();
    }

    private Extreme ask(Scans scans, Relation table, Probe probe) {
        return Extreme.of(relations, scans, table, probe);
    }
}
