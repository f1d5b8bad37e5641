package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.LARGE_OBJECTS;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.result.ObjectOutcome;
import org.jspecify.annotations.Nullable;

/** Counts the large objects and reads every page of them, on the server. */
final class LargeObjectsCheck {
    private static final String LABEL = "large objects";

    /** The comparison unpacks each page; an object's pages are all that it consists of. */
    private static final String PAGES =
            "SELECT count(*) FILTER (WHERE data > ''::bytea) FROM pg_largeobject";

    /** In pieces of 64 MB: an object may be larger than any value. */
    private static final String OWN =
            """
            WITH RECURSIVE piece (oid, at, length) AS (
              SELECT oid, 0::bigint, length(lo_get(oid, 0, 67108864)) FROM pg_largeobject_metadata
              UNION ALL
              SELECT oid, at + 67108864, length(lo_get(oid, at + 67108864, 67108864))
                FROM piece WHERE length = 67108864)
            SELECT sum(length) FROM piece
            """;

    private final Ledger ledger;

    LargeObjectsCheck(Ledger ledger) {
        this.ledger = ledger;
    }

    private record Found(long objects, long homeless) {}

    void check(Session session, @Nullable Long expected) {
        ledger.plan(LARGE_OBJECTS);
        try {
            boolean pages = seesPages(session);
            Found found = pages ? count(session) : countOwn(session);
            if (found.objects() > 0) {
                readAll(session, pages ? PAGES : OWN);
            }
            judge(found, expected);
        } catch (QueryFailed e) {
            failed(e);
        }
    }

    /** Whoever is no superuser sees no pages, and reads its own objects by their functions. */
    private static boolean seesPages(Session session) throws QueryFailed {
        return session.row(
                "SELECT has_table_privilege('pg_catalog.pg_largeobject', 'SELECT')",
                row -> row.getBoolean(1));
    }

    private static Found count(Session session) throws QueryFailed {
        return session.row(
                """
                SELECT (SELECT count(*) FROM pg_largeobject_metadata),
                       (SELECT count(*) FROM (SELECT DISTINCT loid FROM pg_largeobject) p
                         WHERE NOT EXISTS (SELECT FROM pg_largeobject_metadata m
                                            WHERE m.oid = p.loid))
                """,
                row -> new Found(row.getLong(1), row.getLong(2)));
    }

    private static Found countOwn(Session session) throws QueryFailed {
        return session.row(
                "SELECT count(*) FROM pg_largeobject_metadata",
                row -> new Found(row.getLong(1), 0));
    }

    private static void readAll(Session session, String query) throws QueryFailed {
        Long _ = session.row(query, row -> row.getLong(1));
    }

    private void judge(Found found, @Nullable Long expected) {
        long actual = found.objects();
        if (expected == null) {
            ledger.add(
                    LARGE_OBJECTS,
                    actual == 0
                            ? ObjectOutcome.passed(LABEL)
                            : ObjectOutcome.notChecked(
                                    LABEL,
                                    "%,d are readable, but the archive does not tell how many there were"
                                            .formatted(actual)));
        } else if (actual < expected) {
            String message =
                    "%,d large objects of %,d are missing".formatted(expected - actual, expected);
            ledger.add(LARGE_OBJECTS, ObjectOutcome.failed(LABEL, message, expected, actual));
            ledger.add(Finding.of(FindingCode.LARGE_OBJECTS_MISSING, LABEL, message));
        } else if (found.homeless() > 0) {
            String message =
                    "%,d large objects have data and no entry of their own"
                            .formatted(found.homeless());
            ledger.add(LARGE_OBJECTS, ObjectOutcome.failed(LABEL, message, expected, actual));
            ledger.add(Finding.of(FindingCode.VALUE_UNREADABLE, LABEL, message));
        } else {
            ledger.add(LARGE_OBJECTS, ObjectOutcome.counted(LABEL, expected, actual));
        }
    }

    private void failed(QueryFailed failure) {
        if (failure.environmental()) {
            ledger.notRun(LARGE_OBJECTS, LABEL, failure.reason());
            return;
        }
        String message = "large objects cannot be read: " + failure.reason();
        ledger.add(LARGE_OBJECTS, ObjectOutcome.failed(LABEL, message));
        Finding finding = Finding.of(FindingCode.VALUE_UNREADABLE, LABEL, message);
        ledger.add(failure.damagedStorage() ? finding.withCause(Cause.ENVIRONMENT) : finding);
    }
}
