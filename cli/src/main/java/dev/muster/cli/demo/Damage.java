package dev.muster.cli.demo;

import static dev.muster.contract.Verdict.BROKEN;
import static dev.muster.contract.Verdict.PROVEN;
import static dev.muster.contract.Verdict.UNPROVEN;

import dev.muster.cli.demo.Blow.InDatabase;
import dev.muster.cli.demo.Blow.InDump;
import dev.muster.cli.demo.Blow.InPipeline;
import dev.muster.cli.demo.Blow.InStore;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Verdict;
import java.util.Locale;

/**
 * The ways in which the demo can damage a backup, each with what a drill must say of it. The
 * verdict is that of a backup whose copies are all damaged.
 */
public enum Damage {
    TRUNCATE(
            "the second half of the stored file is gone",
            new InStore(StoredFile::truncate),
            BROKEN,
            FindingCode.CIPHERTEXT_TRUNCATED),
    FLIP(
            "one letter in the middle of the stored file is another",
            new InStore(StoredFile::flipOneLetter),
            BROKEN,
            FindingCode.CIPHERTEXT_DAMAGED),
    EMPTY(
            "the stored file has no byte",
            new InStore(StoredFile::empty),
            BROKEN,
            FindingCode.BACKUP_EMPTY),
    ERROR_PAGE(
            "an object store's error page was stored in place of the backup",
            new InStore(StoredFile::becomeErrorPage),
            BROKEN,
            FindingCode.NOT_A_BACKUP),
    WRONG_KEY(
            "the backup was encrypted with another key than the plan's",
            new InPipeline(Pipeline.OTHER_KEY),
            UNPROVEN,
            FindingCode.KEY_WRONG_OR_DAMAGED),
    NOT_ENCRYPTED(
            "the backup job forgot to encrypt",
            new InPipeline(Pipeline.NO_ENCRYPTION),
            PROVEN,
            FindingCode.NOT_ENCRYPTED),
    NOT_A_DUMP(
            "pg_dump failed, and its error message was compressed, encrypted and stored",
            new InPipeline(Pipeline.ERROR_TEXT),
            BROKEN,
            FindingCode.DUMP_HOLDS_ERROR_TEXT),
    HALF_A_DUMP(
            "pg_dump died half-way; what it had written was encrypted and stored",
            new InPipeline(Pipeline.HALF_A_DUMP),
            BROKEN,
            FindingCode.ARCHIVE_TRUNCATED),
    STALE(
            "the backup job stores a dump of 400 days ago again and again",
            new InPipeline(Pipeline.OLD_DUMP),
            PROVEN,
            FindingCode.ARCHIVE_STALE),
    SCHEMA_ONLY(
            "pg_dump ran with --schema-only",
            new InDump("--schema-only"),
            BROKEN,
            FindingCode.ARCHIVE_SCHEMA_ONLY),
    MISSING_TABLE(
            "pg_dump ran with --exclude-table=inventory",
            new InDump("--exclude-table=public.inventory"),
            BROKEN,
            FindingCode.KEY_TABLE_MISSING),
    MISSING_DATA(
            "pg_dump ran with --exclude-table-data=sales",
            new InDump("--exclude-table-data=public.sales"),
            BROKEN,
            FindingCode.KEY_TABLE_EMPTY),
    EMPTY_DATABASE(
            "the dump is one of an empty database",
            new InDatabase(
                    """
                    SELECT lo_unlink(oid) FROM pg_largeobject_metadata;
                    DROP SCHEMA public, audit CASCADE;
                    CREATE SCHEMA public
                    """),
            BROKEN,
            FindingCode.ARCHIVE_HAS_NO_OBJECTS),
    ORPHANS(
            "sales were left behind when their orders were deleted past the foreign keys",
            new InDatabase(
                    """
                    SET session_replication_role = replica;
                    DELETE FROM payments WHERE order_id % 500 = 0;
                    DELETE FROM order_lines WHERE order_id % 500 = 0;
                    DELETE FROM orders WHERE id % 500 = 0
                    """),
            BROKEN,
            FindingCode.CONSTRAINT_VIOLATED),
    NULL(
            "a user's name is NULL in a column that forbids it",
            new InDatabase(
                    """
                    UPDATE pg_attribute SET attnotnull = false
                        WHERE attrelid = 'users'::regclass AND attname = 'name';
                    UPDATE users SET name = NULL WHERE id = 4711;
                    UPDATE pg_attribute SET attnotnull = true
                        WHERE attrelid = 'users'::regclass AND attname = 'name'
                    """),
            BROKEN,
            FindingCode.ROWS_REJECTED),
    DUPLICATE(
            "two events have the same primary key, past a broken index",
            new InDatabase(
                    """
                    UPDATE pg_index SET indisready = false
                        WHERE indexrelid = 'events_pkey'::regclass;
                    UPDATE events SET id = 1 WHERE id = 2;
                    UPDATE pg_index SET indisready = true
                        WHERE indexrelid = 'events_pkey'::regclass
                    """),
            BROKEN,
            FindingCode.CONSTRAINT_VIOLATED),
    CHECK(
            "a quantity in stock is negative although a CHECK forbids it",
            new InDatabase(
                    """
                    ALTER TABLE inventory DROP CONSTRAINT inventory_quantity_not_negative;
                    UPDATE inventory SET quantity = -1 WHERE product_id = 42;
                    ALTER TABLE inventory ADD CONSTRAINT inventory_quantity_not_negative
                        CHECK (quantity >= 0) NOT VALID;
                    UPDATE pg_constraint SET convalidated = true
                        WHERE conname = 'inventory_quantity_not_negative'
                    """),
            BROKEN,
            FindingCode.ROWS_REJECTED),
    SEQUENCE(
            "a sequence stands behind its column: the next insert collides",
            new InDatabase("SELECT setval('users_id_seq', 5)"),
            PROVEN,
            FindingCode.SEQUENCE_BEHIND);

    private final String what;

    @SuppressWarnings(
            "ImmutableEnumChecker") // A blow is a record of constants or a method without state.
    private final Blow blow;

    private final Verdict verdict;
    private final FindingCode finding;

    Damage(String what, Blow blow, Verdict verdict, FindingCode finding) {
        this.what = what;
        this.blow = blow;
        this.verdict = verdict;
        this.finding = finding;
    }

    /** What is done, in half a sentence. */
    public String what() {
        return what;
    }

    Blow blow() {
        return blow;
    }

    /** What a drill must say where no copy is left undamaged. */
    public Verdict verdict() {
        return verdict;
    }

    /** The finding that must be among the drill's. */
    public FindingCode finding() {
        return finding;
    }

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
