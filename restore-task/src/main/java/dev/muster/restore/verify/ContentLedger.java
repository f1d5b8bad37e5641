package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.CONTENT;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Outcome;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.manifest.Manifest;
import dev.muster.manifest.TableContent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what a comparison with a manifest found. What differs from a manifest of the dump's
 * own snapshot is damage; from one that was taken later it may be work that went on.
 */
final class ContentLedger {
    private final Ledger ledger;
    private final boolean ofSnapshot;
    private final Map<String, String> extensionsHere = new HashMap<>();
    private final List<String> movedOn = new ArrayList<>();

    ContentLedger(Ledger ledger, Manifest manifest) {
        this.ledger = ledger;
        ofSnapshot = manifest.ofSnapshot();
        ledger.plan(CONTENT);
    }

    void extensions(Map<String, String> versions) {
        extensionsHere.putAll(versions);
    }

    @Nullable String extensionHere(String name) {
        return extensionsHere.get(name);
    }

    void passed(String label, long count) {
        ledger.add(CONTENT, ObjectOutcome.counted(label, count, count));
    }

    void notChecked(String label, String reason) {
        ledger.add(CONTENT, ObjectOutcome.notChecked(label, reason));
    }

    void noData(String label, @Nullable String reason) {
        ledger.add(CONTENT, ObjectOutcome.noData(label, "" + reason));
    }

    void warned(String label, String reason) {
        ledger.add(CONTENT, ObjectOutcome.warned(label, reason));
    }

    /** The rows of a partition came back in another one. */
    void elsewhere(TableContent table) {
        warned(table.label(), "its rows lie in other partitions than at the source, all of them");
    }

    void failedAlready(String label, String reason) {
        ledger.add(CONTENT, ObjectOutcome.failed(label, reason).byAnother());
    }

    void unreadable(String label, QueryFailed failure) {
        if (failure.environmental()) {
            ledger.notRun(CONTENT, label, failure.reason());
            return;
        }
        String message = "\"%s\" cannot be read as a whole: %s".formatted(label, failure.reason());
        ledger.add(CONTENT, ObjectOutcome.failed(label, message));
        if (!ledger.speaksOf(label)) {
            Finding finding = Finding.of(FindingCode.VALUE_UNREADABLE, label, message);
            ledger.add(failure.damagedStorage() ? finding.withCause(Cause.ENVIRONMENT) : finding);
        }
    }

    /** Compares one table that was hashed on both sides. */
    void compare(TableContent expected, RestoredContent actual, Partitions partitions) {
        long before = RowDifference.rows(expected);
        long now = actual.hash().rows();
        String label = expected.label();
        if (actual.agrees(expected)) {
            passed(label, now);
        } else if (expected.kind() == TableContent.Kind.MATERIALIZED_VIEW) {
            warned(
                    label,
                    "the restore refreshed it, and it came out otherwise than it was at the source:"
                            + " it was stale there, or depends on the time or on the order of rows");
        } else if (partitions.agree(expected.root())) {
            elsewhere(expected);
        } else {
            differs(
                    now < before
                            ? FindingCode.CONTENT_LOST
                            : now > before
                                    ? FindingCode.CONTENT_EXTRA
                                    : FindingCode.CONTENT_CHANGED,
                    label,
                    RowDifference.of(expected, actual, "the source held"),
                    before,
                    now);
        }
    }

    /** Something is not as it was at the source. */
    void differs(
            FindingCode code,
            String label,
            String message,
            @Nullable Long expected,
            @Nullable Long actual) {
        if (!ofSnapshot) {
            movedOn.add(message);
            warned(label, message + ", perhaps since the dump");
            return;
        }
        ledger.add(CONTENT, new ObjectOutcome(label, Outcome.FAILED, message, expected, actual));
        if (!ledger.speaksOf(label)) {
            ledger.add(Finding.of(code, label, message));
        }
    }

    /** Everything was compared. */
    void close() {
        if (!movedOn.isEmpty()) {
            ledger.add(
                    Finding.of(
                                    FindingCode.CONTENT_MOVED_ON,
                                    null,
                                    "%,d objects are not as the source was when the manifest was taken, after the dump"
                                            .formatted(movedOn.size()))
                            .withConsequences(movedOn.size(), Ledger.examples(movedOn)));
        }
    }
}
