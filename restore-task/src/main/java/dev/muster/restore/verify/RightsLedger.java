package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.PRIVILEGES;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Severity;
import dev.muster.contract.result.ObjectOutcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Collects what is found of owners, privileges and comments: one outcome for each object, one
 * finding for all that differ in the same way, and one line for all that the dump leaves out.
 */
final class RightsLedger {
    private static final int EXAMPLES = 5;

    private final Ledger ledger;
    private final boolean ofSnapshot;
    private final boolean ofThisDump;
    private final TreeSet<String> compared = new TreeSet<>();
    private final Map<String, List<String>> failed = new TreeMap<>();
    private final Map<String, List<String>> explained = new TreeMap<>();
    private final Map<String, List<String>> warned = new TreeMap<>();
    private final Map<String, List<String>> notChecked = new TreeMap<>();
    private final Map<LeftOut, Long> leftOut = new LinkedHashMap<>();
    private final Map<FindingCode, Map<String, String>> differing = new TreeMap<>();

    private record LeftOut(String what, String reason) {}

    /**
     * @param ofSnapshot whether what differs cannot be work that was done since the dump
     * @param ofThisDump whether it cannot be what another server's roles make of the same database:
     *     otherwise a difference warns
     */
    RightsLedger(Ledger ledger, boolean ofSnapshot, boolean ofThisDump) {
        this.ledger = ledger;
        this.ofSnapshot = ofSnapshot;
        this.ofThisDump = ofThisDump;
        ledger.plan(PRIVILEGES);
    }

    /** Something of the object was looked at. */
    void compared(String object) {
        compared.add(object);
    }

    /**
     * It is not as at the source.
     *
     * @param how in half a sentence
     */
    void differs(FindingCode code, String object, String how) {
        if (!ofSnapshot) {
            add(warned, object, how + ", perhaps since the dump");
            return;
        }
        boolean decides = ofThisDump && Finding.of(code, object, how).decides();
        add(decides ? failed : warned, object, how);
        differing.computeIfAbsent(code, _ -> new LinkedHashMap<>()).put(object, how);
    }

    /** It differs for a reason that is known. */
    void differs(String object, String how, Explanation why) {
        switch (why) {
            case Explanation.Excused(String reason) -> notChecked(object, reason);
            case Explanation.Reported(String reason) -> add(explained, object, how + ": " + reason);
        }
    }

    void notChecked(String object, String reason) {
        add(notChecked, object, reason);
    }

    /** The dump does not bring it, and so says nothing of the object. */
    void leftOut(String what, String reason) {
        leftOut.merge(new LeftOut(what, reason), 1L, Long::sum);
    }

    private static void add(Map<String, List<String>> to, String object, String reason) {
        to.computeIfAbsent(object, _ -> new ArrayList<>()).add(reason);
    }

    /** Everything was compared. */
    void close() {
        TreeSet<String> all = new TreeSet<>(compared);
        for (Map<String, List<String>> each : List.of(failed, explained, warned, notChecked)) {
            all.addAll(each.keySet());
        }
        all.forEach(object -> ledger.add(PRIVILEGES, outcome(object)));
        leftOut.forEach((part, objects) ->
                ledger.add(
                        PRIVILEGES,
                        ObjectOutcome.notChecked(
                                "%s of %,d objects".formatted(part.what(), objects),
                                part.reason())));
        differing.forEach(this::report);
    }

    private ObjectOutcome outcome(String object) {
        if (failed.containsKey(object)) {
            return ObjectOutcome.failed(object, reasons(failed, object));
        }
        if (explained.containsKey(object)) {
            return ObjectOutcome.failed(object, reasons(explained, object)).byAnother();
        }
        if (notChecked.containsKey(object)) {
            return ObjectOutcome.notChecked(object, reasons(notChecked, object));
        }
        return warned.containsKey(object)
                ? ObjectOutcome.warned(object, reasons(warned, object))
                : ObjectOutcome.passed(object);
    }

    private static String reasons(Map<String, List<String>> of, String object) {
        return String.join("; ", of.getOrDefault(object, List.of()));
    }

    /** What changed together has one cause. */
    private void report(FindingCode code, Map<String, String> how) {
        // What everybody may do now is the worst of it.
        List<String> objects =
                how.keySet().stream()
                        .sorted(
                                Comparator.comparing((String each) ->
                                        !("" + how.get(each)).startsWith("PUBLIC also")))
                        .toList();
        String first = objects.getFirst();
        boolean single = objects.size() == 1;
        Finding finding =
                Finding.of(
                                code,
                                single ? first : null,
                                single
                                        ? "\"%s\": %s".formatted(first, how.get(first))
                                        : "%s of %,d objects are not as at the source; the first, \"%s\": %s"
                                                .formatted(
                                                        words(code),
                                                        objects.size(),
                                                        first,
                                                        how.get(first)))
                        .withConsequences(
                                objects.size() - 1,
                                objects.stream()
                                        .skip(1)
                                        .limit(EXAMPLES)
                                        .map(each -> each + ": " + how.get(each))
                                        .toList())
                        .about(objects);
        ledger.add(ofThisDump ? finding : finding.withSeverity(Severity.WARNING));
    }

    private static String words(FindingCode code) {
        return switch (code) {
            case OWNER_CHANGED -> "owners";
            case COMMENT_CHANGED -> "comments";
            default -> "privileges";
        };
    }
}
