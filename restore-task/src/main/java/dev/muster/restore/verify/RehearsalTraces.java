package dev.muster.restore.verify;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Tells which privileges, comments and orders of columns a migration has not put back. */
final class RehearsalTraces {
    private final Fingerprint before;
    private final Fingerprint after;
    private final RehearsalLedger ledger;

    RehearsalTraces(Fingerprint before, Fingerprint after, RehearsalLedger ledger) {
        this.before = before;
        this.after = after;
        this.ledger = ledger;
    }

    void tell() {
        boolean sameObjects =
                before.definitions().all().keySet().equals(after.definitions().all().keySet());
        Map<String, String> then = before.traces();
        Map<String, String> now = after.traces();
        TreeSet<String> names = new TreeSet<>(then.keySet());
        names.addAll(now.keySet());
        List<String> differing = new ArrayList<>();
        for (String name : names) {
            String old = then.get(name);
            String fresh = now.get(name);
            boolean comparable =
                    name.startsWith(Traces.ORDER)
                            ? Traces.sameColumns(old, fresh)
                            : sameObjects || (old != null && fresh != null);
            String object = name.substring(name.lastIndexOf(' ') + 1);
            if (comparable && (old == null || !old.equals(fresh)) && !ledger.ignores(object)) {
                differing.add(name);
                ledger.warned(name, "it is not as before the migration");
            }
        }
        if (!differing.isEmpty()) {
            String first = differing.getFirst();
            ledger.add(
                    Finding.of(
                                    FindingCode.ROLLBACK_LEFT_TRACES,
                                    differing.size() == 1 ? first : null,
                                    differing.size() == 1
                                            ? "%s is not as before the migration".formatted(first)
                                            : "%,d privileges, comments or orders of columns are not as before the migration; the first: %s"
                                                    .formatted(differing.size(), first))
                            .withConsequences(
                                    differing.size() - 1,
                                    Ledger.examples(differing.subList(1, differing.size()))));
        }
    }
}
