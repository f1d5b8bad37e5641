package dev.muster.restore.verify;

import dev.muster.contract.FindingCode;
import dev.muster.manifest.Manifest;
import dev.muster.manifest.QualifiedName;
import dev.muster.manifest.SequenceContent;
import dev.muster.manifest.SequenceContent.State;
import dev.muster.manifest.content.SequenceReading;
import org.jspecify.annotations.Nullable;

/** Compares where each sequence stands with where it stood while the dump was made. */
final class SequenceContentCheck {
    private final Manifest manifest;
    private final ContentLedger ledger;
    private final Excuses excuses;

    SequenceContentCheck(Manifest manifest, ContentLedger ledger, Excuses excuses) {
        this.manifest = manifest;
        this.ledger = ledger;
        this.excuses = excuses;
    }

    void check(SessionQueries queries) throws QueryFailed {
        SequenceReading here = SequenceReading.of(queries);
        for (SequenceContent expected : manifest.sequences()) {
            compare(expected, here);
        }
    }

    private void compare(SequenceContent expected, SequenceReading here) {
        String label = "sequence " + expected.label();
        State before = expected.before();
        State after = expected.after();
        QualifiedName name = new QualifiedName(expected.schema(), expected.name());
        State now = here.states().get(name);
        if (expected.notDumped() != null) {
            ledger.noData(label, expected.notDumped());
        } else if (before == null || after == null) {
            ledger.notChecked(label, "it could not be read at the source");
        } else if (now == null) {
            missing(expected, label);
        } else if (agrees(before, now, after, here.descending().contains(name))) {
            ledger.passed(label, 1);
        } else if (excuses.of(expected.label()) instanceof Explanation.Excused(String reason)) {
            ledger.notChecked(label, reason);
        } else if (turned(before, after, here.descending().contains(name))) {
            ledger.notChecked(label, "it was set back while the dump was made");
        } else {
            ledger.differs(
                    FindingCode.CONTENT_CHANGED,
                    label,
                    "sequence \"%s\" does not stand where it stood at the source: %s"
                            .formatted(expected.label(), where(before, now)),
                    null,
                    null);
        }
    }

    private void missing(SequenceContent expected, String label) {
        switch (excuses.of(expected.label())) {
            case Explanation.Excused(String reason) -> ledger.notChecked(label, reason);
            case Explanation.Reported(String reason) ->
                    ledger.failedAlready(label, "it is missing: " + reason);
            case null ->
                    ledger.differs(
                            FindingCode.CONTENT_LOST,
                            label,
                            "sequence \"%s\" is missing".formatted(expected.label()),
                            null,
                            null);
        }
    }

    /** pg_dump has read it between the two readings. */
    private static boolean agrees(State before, State now, State after, boolean descends) {
        return now.equals(before)
                || now.equals(after)
                || (order(before, now, descends) <= 0 && order(now, after, descends) <= 0);
    }

    private static boolean turned(State before, State after, boolean descends) {
        return order(before, after, descends) > 0;
    }

    private static int order(State one, State other, boolean descends) {
        int byValue = Long.compare(one.lastValue(), other.lastValue());
        return byValue != 0
                ? (descends ? -byValue : byValue)
                : Boolean.compare(one.called(), other.called());
    }

    private static String where(@Nullable State before, State now) {
        long distance = before == null ? 0 : now.lastValue() - before.lastValue();
        if (distance == 0) {
            return "whether its value was used differs";
        }
        return "%,d %s".formatted(Math.abs(distance), distance < 0 ? "lower" : "higher");
    }
}
