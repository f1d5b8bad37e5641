package dev.muster.contract;

import static dev.muster.contract.Cause.BACKUP;
import static dev.muster.contract.Cause.ENVIRONMENT;
import static dev.muster.contract.Cause.MIGRATION;
import static dev.muster.contract.Cause.SOURCE;
import static dev.muster.contract.Severity.ERROR;
import static dev.muster.contract.Severity.INFO;
import static dev.muster.contract.Severity.WARNING;

import org.jspecify.annotations.Nullable;

/**
 * Every kind of problem that a drill can report, with its usual cause, weight and hint. The names
 * are part of the contract: they are never renamed, and never used for something else.
 */
public enum FindingCode {
    // Locate and fetch: the stores and their copies.
    NO_BACKUP_IN_WINDOW(BACKUP, ERROR, "look at the backup job: nothing has arrived in this time"),
    BACKUP_NOT_FOUND(BACKUP, ERROR, "list what the stores hold with `muster list PLAN`"),
    STORE_UNREACHABLE(ENVIRONMENT, ERROR, "check the endpoint, the network and the store's status"),
    STORE_DENIED(ENVIRONMENT, ERROR, "check the credentials and what they may read"),
    STORE_REFUSED(ENVIRONMENT, ERROR, "change what the store's answer names, then drill again"),
    STORE_FAILED(
            ENVIRONMENT, ERROR, "look at the store's own status page or log, then drill again"),
    COPY_MISSING(BACKUP, WARNING, "copy the backup to this store again: its redundancy is lost"),
    COPY_UNREADABLE(ENVIRONMENT, WARNING, "check this store: the other copy had to serve"),
    COPY_SIZE_WRONG(BACKUP, ERROR, "copy the backup to this store again"),
    COPY_DIGEST_WRONG(
            BACKUP, ERROR, "copy the backup to this store again, from the one that agrees"),
    COPIES_DIFFER(
            BACKUP, WARNING, "find out which copy is the right one; they should be the same bytes"),
    BACKUP_EMPTY(BACKUP, ERROR, "look at the backup job: it wrote nothing"),
    NOT_A_BACKUP(
            BACKUP, ERROR, "look at the backup job: it stored something else in place of a dump"),
    PHYSICAL_BACKUP(
            ENVIRONMENT, ERROR, "Muster drills logical backups made by pg_dump or pg_dumpall"),
    SPLIT_PART(
            ENVIRONMENT, ERROR, "join the parts with cat before storing them, or drill the whole"),
    LAYER_UNSUPPORTED(
            ENVIRONMENT, ERROR, "unwrap it in the backup job, or store it in a supported format"),
    NESTED_TOO_DEEP(ENVIRONMENT, ERROR, "unwrap some of the layers in the backup job"),
    TRAILING_GARBAGE(
            BACKUP, WARNING, "look at how the backup is transported: bytes were added to it"),

    PLAN_UNUSABLE(
            ENVIRONMENT,
            ERROR,
            "correct the plan, and test it with `muster plan check`, then drill"),

    // Decryption.
    KEY_MISSING(ENVIRONMENT, ERROR, "name the key under `decrypt` in the plan, or give --key"),
    KEY_INVALID(
            ENVIRONMENT, ERROR, "check that the key's reference holds the key and nothing else"),
    KEY_WRONG(ENVIRONMENT, ERROR, "give the key that this backup was encrypted with"),
    KEY_WRONG_OR_DAMAGED(
            ENVIRONMENT,
            ERROR,
            "try the key on another backup: if it works there, this one is damaged"),
    CIPHER_PARAMETERS_NEEDED(ENVIRONMENT, ERROR, "name the parameters with --cipher or `decrypt`"),
    CIPHERTEXT_DAMAGED(BACKUP, ERROR, "restore this copy from another store and drill again"),
    CIPHERTEXT_TRUNCATED(
            BACKUP, ERROR, "look at the upload: the end of the encrypted file is missing"),
    NOT_ENCRYPTED(
            BACKUP, WARNING, "anyone who can read the store can read this backup: encrypt it"),
    NOT_AUTHENTICATED(
            BACKUP,
            INFO,
            "this encryption cannot tell that a backup was altered: prefer age or gpg"),

    // Decompression.
    COMPRESSION_TRUNCATED(BACKUP, ERROR, "look at the backup job: the end of the file is missing"),
    COMPRESSION_DAMAGED(BACKUP, ERROR, "restore this copy from another store and drill again"),

    // The archive, read by Muster itself.
    ARCHIVE_TRUNCATED(BACKUP, ERROR, "look at the backup job and the upload: the end is missing"),
    ARCHIVE_CORRUPT(BACKUP, ERROR, "restore this copy from another store and drill again"),
    ARCHIVE_TOC_CORRUPT(BACKUP, ERROR, "restore this copy from another store and drill again"),
    ARCHIVE_DATA_CORRUPT(BACKUP, ERROR, "restore this copy from another store and drill again"),
    ARCHIVE_DATA_MISSING(
            BACKUP, ERROR, "look at the backup job: a part of the directory is missing"),
    ARCHIVE_VERSION_UNSUPPORTED(
            ENVIRONMENT,
            ERROR,
            "install PostgreSQL of the major version that made it, or a newer one"),
    ARCHIVE_HAS_NO_OBJECTS(BACKUP, ERROR, "look at the backup job: it dumped an empty database"),
    ARCHIVE_SCHEMA_ONLY(BACKUP, ERROR, "look at the backup job: it runs pg_dump --schema-only"),
    ARCHIVE_DATA_ONLY(BACKUP, ERROR, "look at the backup job: it runs pg_dump --data-only"),
    ARCHIVE_TABLE_DATA_EXCLUDED(
            BACKUP, WARNING, "if it is left out on purpose, accept it in the plan with a reason"),
    ARCHIVE_HAS_NO_KEYS(
            BACKUP,
            WARNING,
            "look at the backup job: no key, constraint or index is in the archive"),
    ARCHIVE_HAS_NO_ROWS(
            BACKUP,
            WARNING,
            "look at the backup job: it may dump a database that nobody uses any more"),
    ARCHIVE_STALE(BACKUP, WARNING, "look at the backup job: it stores an old dump again"),
    ARCHIVE_FROM_THE_FUTURE(
            BACKUP, WARNING, "check the clock of the machine that makes the backups"),
    LINE_ENDS_CHANGED(
            BACKUP, WARNING, "transfer the dump as binary: text and function bodies were altered"),
    TEXT_ENCODING_CHANGED(
            BACKUP, ERROR, "write the dump with pg_dump --file, not through a shell's pipe"),
    DUMP_INCOMPLETE(BACKUP, ERROR, "look at the backup job: pg_dump did not reach its end"),
    DUMP_HOLDS_ERROR_TEXT(
            BACKUP, ERROR, "look at the backup job: pg_dump's errors went into the file"),
    HOSTILE_COMMAND(
            BACKUP, ERROR, "find out who could write this backup: pg_dump makes no such command"),
    UNSAFE_TO_RESTORE(
            ENVIRONMENT,
            ERROR,
            "drill on Linux 5.13 or later, where commands of a dump can be contained"),

    // The restore.
    POSTGRES_MISSING(ENVIRONMENT, ERROR, "run `muster doctor`"),
    POSTGRES_TOO_OLD(
            ENVIRONMENT, ERROR, "install PostgreSQL of the backup's major version or newer"),
    SERVER_START_FAILED(
            ENVIRONMENT, ERROR, "run `muster doctor`; the server's own words are above"),
    SERVER_LOST(
            ENVIRONMENT,
            ERROR,
            "look for an out-of-memory kill in the machine's log, then drill again"),
    SERVER_REFUSED(ENVIRONMENT, ERROR, "check the server's address, role and password in the plan"),
    RESTORE_TARGET_REFUSED(
            ENVIRONMENT,
            ERROR,
            "name a server that does not hold the database the backup was made of"),
    DISK_INSUFFICIENT(
            ENVIRONMENT, ERROR, "free the space named, or set MUSTER_WORK to a larger disk"),
    DISK_FULL(
            ENVIRONMENT,
            ERROR,
            "free space, raise restore.disk, or set MUSTER_WORK to a larger disk"),
    MEMORY_EXHAUSTED(ENVIRONMENT, ERROR, "give the drill more memory, or fewer restore.jobs"),
    RESTORE_TIMEOUT(
            ENVIRONMENT, ERROR, "raise restore.timeout, or look at what it was waiting for"),
    RESTORE_TOOL_FAILED(ENVIRONMENT, ERROR, "run `muster doctor`; the tool's own words are above"),
    EXTENSION_MISSING(
            ENVIRONMENT,
            ERROR,
            "install the extension's package for the PostgreSQL that drills use"),
    EXTENSION_SUBSTITUTED(
            ENVIRONMENT,
            WARNING,
            "install the extension's version that the source has, to be exact"),
    LIBRARY_MISSING(ENVIRONMENT, ERROR, "install the package that brings this library"),
    LOCALE_MISSING(
            ENVIRONMENT, WARNING, "install the locale; sorting may differ from the source's"),
    PRIVILEGE_MISSING(ENVIRONMENT, ERROR, "give the drill's role the privilege named"),
    VERSION_INCOMPATIBLE(
            ENVIRONMENT,
            ERROR,
            "install PostgreSQL of the backup's own major version and drill again"),
    UPGRADE_NOT_REHEARSED(
            ENVIRONMENT,
            WARNING,
            "install a newer major version beside the backup's own, in the task's image with PG_MAJORS,"
                    + " or leave verify.upgrades out"),
    VERSION_NEWER_USED(
            ENVIRONMENT, INFO, "install the backup's own major version to rehearse exactly"),
    RESTORE_ENTRY_FAILED(BACKUP, ERROR, "look at the entry: the real restore would fail here, too"),
    ROWS_REJECTED(
            SOURCE, ERROR, "repair these rows in the source database: they break its own rules"),
    CONSTRAINT_VIOLATED(
            SOURCE, ERROR, "repair these rows in the source database: they break its own rules"),
    DATA_INVALID(BACKUP, ERROR, "restore this copy from another store and drill again"),

    // The checks.
    OBJECT_MISSING(BACKUP, ERROR, "look at the errors of the restore for this object"),
    OBJECT_INVALID(BACKUP, ERROR, "look at the errors of the restore for this object"),
    KEY_TABLE_MISSING(BACKUP, ERROR, "look at the backup job: it may dump the wrong database"),
    KEY_TABLE_EMPTY(BACKUP, ERROR, "look at the source: this table is expected to hold rows"),
    ROWS_MISSING(BACKUP, ERROR, "look at the errors of the restore for this table"),
    ROWS_EXTRA(BACKUP, ERROR, "look for triggers or rules that add rows while it is restored"),
    FOREIGN_KEY_ORPHANS(SOURCE, ERROR, "repair these rows in the source database"),
    FOREIGN_KEY_NOT_VALID(
            SOURCE, WARNING, "repair the rows, then ALTER TABLE … VALIDATE CONSTRAINT"),
    NULL_IN_NOT_NULL(SOURCE, ERROR, "repair these rows in the source database"),
    CHECK_VIOLATED(SOURCE, ERROR, "repair these rows in the source database"),
    DUPLICATE_KEYS(SOURCE, ERROR, "repair these rows in the source database"),
    SEQUENCE_BEHIND(
            SOURCE, WARNING, "the next insert may collide: set it with setval in the source"),
    LARGE_OBJECTS_MISSING(BACKUP, ERROR, "look at the backup job: large objects may be left out"),
    VALUE_UNREADABLE(BACKUP, ERROR, "look at the source: the value can be stored but not read"),
    STRUCTURE_DAMAGED(ENVIRONMENT, ERROR, "check this machine's memory and disk, then drill again"),
    SOURCE_NOT_COMPARED(
            ENVIRONMENT,
            WARNING,
            "drill this database by a plan with records: each drill is held against the last proven"),
    ROWS_FELL(
            BACKUP,
            WARNING,
            "find out who removed these rows, or whether the backup job lost them"),
    TABLE_VANISHED(BACKUP, WARNING, "find out whether it was dropped on purpose"),
    MANIFEST_MISSING(
            BACKUP, ERROR, "look at the backup job: `muster manifest` writes it beside the backup"),
    MANIFEST_UNREADABLE(
            BACKUP, ERROR, "put the manifest that `muster manifest` wrote beside the backup again"),
    MANIFEST_NOT_TRUSTED(
            BACKUP,
            ERROR,
            "find out who wrote it, or name the public key of the one who may under `manifest`"),
    MANIFEST_FOREIGN(
            BACKUP, ERROR, "put the manifest that was taken with this very dump beside the backup"),
    CONTENT_LOST(BACKUP, ERROR, "look at the backup job: the source held this when it was dumped"),
    CONTENT_CHANGED(
            BACKUP,
            ERROR,
            "drill another copy or an older backup: what comes back is not what was dumped"),
    CONTENT_EXTRA(
            BACKUP, ERROR, "find out where it comes from: the source did not hold it when dumped"),
    CONTENT_MOVED_ON(
            BACKUP,
            WARNING,
            "take the manifest with the dump (`muster manifest -- pg_dump …`), not after it"),
    DEFINITION_CHANGED(
            BACKUP, ERROR, "compare the object's definition with the source's: it is another one"),
    PRIVILEGES_CHANGED(
            BACKUP,
            ERROR,
            "compare who may do what with the object with the source (`\\dp`, `\\df+`, `\\ddp` in psql)"),
    OWNER_CHANGED(
            BACKUP,
            ERROR,
            "find out why it belongs to another role: an owner passes by row-level security"),
    COMMENT_CHANGED(BACKUP, WARNING, "compare the comment with the source's: tools may live by it"),
    TABLES_APPEARED(
            BACKUP, INFO, "nothing has to be done: the next drills are held against them, too"),
    SIZE_CHANGED(
            BACKUP,
            WARNING,
            "find out what became larger or smaller: the rows alone do not account for it"),
    DRILL_SLOWER(
            ENVIRONMENT,
            WARNING,
            "look at what else this machine and the store were doing; the real restore may be as slow"),
    RULE_FAILED(
            BACKUP,
            ERROR,
            "look whether it holds in the source: if it does, the backup lost something"),
    NEWEST_VALUE_OLD(
            BACKUP,
            ERROR,
            "look at the backup job, which may store an old dump again, and at what fills the table"),
    CANARY_LOST(
            BACKUP,
            ERROR,
            "look whether the value is in the source: if it is, the backup lost or changed it"),
    RULE_WRONG(
            ENVIRONMENT,
            ERROR,
            "correct the rule under `expect.rules` and drill again: it says nothing of the backup"),
    PRODUCTION_NOT_COMPARED(
            ENVIRONMENT,
            WARNING,
            "check the connection string under `compare`, its role, and whether the drill reaches it"),
    PRODUCTION_HAS_MORE(
            BACKUP,
            WARNING,
            "find out whether it was made after the backup, or whether the backup job leaves it out"),
    PRODUCTION_LACKS(
            BACKUP,
            WARNING,
            "find out whether it was dropped on purpose, and whether `compare` names the right"
                    + " database"),
    PRODUCTION_DEFINED_OTHERWISE(
            BACKUP, WARNING, "find out whether it was changed there after the backup was made"),
    PRODUCTION_ROWS_DIFFER(
            BACKUP,
            WARNING,
            "find out which side lost rows; if the table moves that much, say so under `compare`"),
    MIGRATION_FAILED(
            MIGRATION,
            ERROR,
            "repair the migration, and drill the same backup again with --backup"),
    ROLLBACK_FAILED(
            MIGRATION, ERROR, "repair what undoes the migration before it is needed in earnest"),
    ROLLBACK_CHANGED_DATA(
            MIGRATION,
            ERROR,
            "make the way down bring these rows back, or keep a copy of them on the way up"),
    ROLLBACK_CHANGED_DEFINITIONS(
            MIGRATION, ERROR, "make the way down define these objects as they were"),
    ROLLBACK_LEFT_TRACES(
            MIGRATION,
            WARNING,
            "look whether anything depends on it: neither rows nor definitions differ"),
    MIGRATION_CHANGED_NOTHING(
            MIGRATION,
            WARNING,
            "look whether it is the right migration, and whether it commits: nothing was rehearsed"),
    CHECK_NOT_RUN(ENVIRONMENT, ERROR, "look at the reason, then drill again"),
    NOTHING_VERIFIED(ENVIRONMENT, ERROR, "a drill that verified no data proves nothing"),
    SCHEMA_ONLY(ENVIRONMENT, ERROR, "drill with the data: definitions alone prove no backup"),
    SELECTION_UNKNOWN(
            ENVIRONMENT,
            ERROR,
            "correct the name under `restore.only`, or look for it in an older backup"),
    SELECTION_UNSUPPORTED(
            ENVIRONMENT,
            ERROR,
            "drill it as a whole, or have pg_dump write the custom format (-Fc)"),
    LEDGER_INCOMPLETE(
            Cause.MUSTER,
            ERROR,
            "report it with the result's JSON: an object of the archive was overlooked"),

    // The task that ran the drill on AWS, or should have.
    AWS_UNAVAILABLE(
            ENVIRONMENT,
            ERROR,
            "nothing, if it was once; if it stays, look at the network's way to what is named"),
    TASK_NO_CAPACITY(
            ENVIRONMENT,
            ERROR,
            "nothing, if it was once; if it stays, give the stack subnets in more availability zones"),
    TASK_NOT_STARTED(
            ENVIRONMENT,
            ERROR,
            "nothing, if it was once; if it stays, look at what AWS says of the task"),
    TASK_MISCONFIGURED(
            ENVIRONMENT,
            ERROR,
            "correct what is named in the stack's parameters, roles or network, then drill again"),
    TASK_IMAGE_UNUSABLE(
            ENVIRONMENT,
            ERROR,
            "push the image that the task definition names, built for its architecture"),
    TASK_REGISTRY_UNREACHABLE(
            ENVIRONMENT,
            ERROR,
            "nothing, if it was once; if it stays, let the task's subnets and security group reach"
                    + " ECR and S3"),
    TASK_RECLAIMED(
            ENVIRONMENT,
            ERROR,
            "nothing, if it was once; if it stays, do not drill on Fargate Spot"),
    TASK_STOPPED(ENVIRONMENT, ERROR, "find out who stopped the task and why, then drill again"),
    TASK_CRASHED(ENVIRONMENT, ERROR, "look at the end of the task's log, then drill again"),
    TASK_LEFT_NO_RESULT(
            ENVIRONMENT,
            ERROR,
            "look at the end of the task's log, and whether its role may put its records"),
    TASK_SILENT(ENVIRONMENT, ERROR, "look at the task's log by the time it was started"),
    DRILL_REPEATED(ENVIRONMENT, INFO, "wait for the alert of the second drill"),

    // Beside the verdict.
    RTO_MISSED(ENVIRONMENT, WARNING, "the restore takes longer than the plan allows"),
    RPO_MISSED(BACKUP, WARNING, "the newest backup is older than the plan allows"),
    MUTATIONS_SURVIVED(
            ENVIRONMENT,
            INFO,
            "each survivor says which setting would notice it: see docs/mutate.md"),
    MUTATIONS_NOT_TRIED(
            ENVIRONMENT,
            WARNING,
            "look at the reason; `verify.mutateWithin` gives the mutation drill more time"),
    INTERRUPTED(ENVIRONMENT, ERROR, "drill again"),
    LEFTOVERS(ENVIRONMENT, WARNING, "run `muster doctor --reap`"),
    DEFECT(
            Cause.MUSTER,
            ERROR,
            "report it with the result's JSON: this is a defect of Muster's own");

    private final Cause cause;
    private final Severity severity;
    private final @Nullable String hint;

    FindingCode(Cause cause, Severity severity, @Nullable String hint) {
        this.cause = cause;
        this.severity = severity;
        this.hint = hint;
    }

    /**
     * Whether what it names may be gone a while later, so that a drill that was unproven for it is
     * worth one more try.
     */
    public boolean isPassing() {
        return switch (this) {
            case STORE_UNREACHABLE,
                    STORE_FAILED,
                    AWS_UNAVAILABLE,
                    TASK_NO_CAPACITY,
                    TASK_NOT_STARTED,
                    TASK_REGISTRY_UNREACHABLE,
                    TASK_RECLAIMED,
                    TASK_SILENT ->
                    true;
            default -> false;
        };
    }

    /** The usual cause; a finding may know better. */
    public Cause cause() {
        return cause;
    }

    /** The usual weight; a finding may know better. */
    public Severity severity() {
        return severity;
    }

    /** The usual advice; a finding may know better. */
    public @Nullable String hint() {
        return hint;
    }
}
