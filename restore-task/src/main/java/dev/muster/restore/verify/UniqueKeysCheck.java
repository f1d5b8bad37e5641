package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.UNIQUE_KEYS;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.result.ObjectOutcome;

/**
 * Looks whether primary, unique and exclusion keys stand on usable indexes. PostgreSQL has just
 * built these over the restored rows and refuses duplicates, so a valid index is the proof.
 */
final class UniqueKeysCheck {
    private static final String SQL =
            """
            SELECT n.nspname || '.' || t.relname || ' ' || c.relname,
                   i.indisvalid AND i.indisready AND i.indislive, c.relkind = 'I'
              FROM pg_index i
              JOIN pg_class c ON c.oid = i.indexrelid
              JOIN pg_class t ON t.oid = i.indrelid
              JOIN pg_namespace n ON n.oid = t.relnamespace
             WHERE (i.indisunique OR i.indisexclusion) AND t.relkind IN ('r', 'p', 'm')
               AND t.relpersistence <> 't'
               AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
               AND NOT EXISTS (SELECT FROM pg_depend d
                                WHERE d.classid = 'pg_class'::regclass AND d.objid = t.oid
                                  AND d.deptype = 'e')
             ORDER BY 1
            """;

    private final Ledger ledger;

    UniqueKeysCheck(Ledger ledger) {
        this.ledger = ledger;
    }

    private record Key(String label, boolean valid, boolean partitioned) {}

    void check(Session session) throws QueryFailed {
        ledger.plan(UNIQUE_KEYS);
        for (Key key :
                session.rows(
                        SQL,
                        r ->
                                new Key(
                                        session.name(r.getString(1)),
                                        r.getBoolean(2),
                                        r.getBoolean(3)))) {
            if (key.valid()) {
                ledger.add(UNIQUE_KEYS, ObjectOutcome.passed(key.label()));
            } else if (key.partitioned()) {
                // The source may have it so: the check of objects says more.
                ledger.add(
                        UNIQUE_KEYS,
                        ObjectOutcome.warned(key.label(), "not every partition has this key"));
            } else {
                String message =
                        "the index of key \"%s\" is not valid: duplicates may stand in its table"
                                .formatted(key.label());
                ledger.add(UNIQUE_KEYS, ObjectOutcome.failed(key.label(), message));
                ledger.add(Finding.of(FindingCode.OBJECT_INVALID, key.label(), message));
            }
        }
    }
}
