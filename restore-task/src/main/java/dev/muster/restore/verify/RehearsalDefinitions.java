package dev.muster.restore.verify;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.manifest.Definition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells which definitions a migration that went up and down has not put back. */
final class RehearsalDefinitions {
    private final Fingerprint before;
    private final Fingerprint after;
    private final RehearsalLedger ledger;

    RehearsalDefinitions(Fingerprint before, Fingerprint after, RehearsalLedger ledger) {
        this.before = before;
        this.after = after;
        this.ledger = ledger;
    }

    void tell() {
        Map<String, String> differing = new LinkedHashMap<>();
        DefinitionSet then = before.definitions();
        DefinitionSet now = after.definitions();
        for (Definition lost : then.beyond(now)) {
            differing(lost, then.whole(lost), "it is gone", differing);
        }
        for (Definition left : now.beyond(then)) {
            differing(left, now.whole(left), "it was not there before, and is left", differing);
        }
        for (Definition old : then.all().values()) {
            Definition fresh = now.all().get(old.label());
            if (fresh != null && !fresh.hash().equals(old.hash())) {
                differing(old, then.whole(old), "it is defined otherwise than before", differing);
            } else if (fresh != null && !old.kind().equals("column")) {
                ledger.passed(old.label());
            }
        }
        List<String> told =
                differing.entrySet().stream()
                        .map(each -> "\"%s\": %s".formatted(each.getKey(), each.getValue()))
                        .toList();
        if (!told.isEmpty()) {
            boolean single = told.size() == 1;
            ledger.add(
                    Finding.of(
                                    FindingCode.ROLLBACK_CHANGED_DEFINITIONS,
                                    single ? differing.keySet().iterator().next() : null,
                                    single
                                            ? told.getFirst()
                                            : "%,d objects are not as they were before the migration; %s"
                                                    .formatted(told.size(), told.getFirst()))
                            .withConsequences(
                                    told.size() - 1,
                                    Ledger.examples(told.subList(1, told.size()))));
        }
    }

    private void differing(
            Definition object, @Nullable String whole, String how, Map<String, String> differing) {
        if (ledger.ignores(object.name()) || (whole != null && ledger.ignores(whole))) {
            ledger.ignored(object.label());
            return;
        }
        ledger.outcome(object.label(), how, null, null);
        differing.put(object.label(), how);
    }
}
