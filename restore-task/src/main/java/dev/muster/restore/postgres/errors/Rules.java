package dev.muster.restore.postgres.errors;

import static dev.muster.contract.FindingCode.ARCHIVE_CORRUPT;
import static dev.muster.contract.FindingCode.ARCHIVE_DATA_CORRUPT;
import static dev.muster.contract.FindingCode.ARCHIVE_DATA_MISSING;
import static dev.muster.contract.FindingCode.ARCHIVE_TRUNCATED;
import static dev.muster.contract.FindingCode.ARCHIVE_VERSION_UNSUPPORTED;
import static dev.muster.contract.FindingCode.CONSTRAINT_VIOLATED;
import static dev.muster.contract.FindingCode.DATA_INVALID;
import static dev.muster.contract.FindingCode.DISK_FULL;
import static dev.muster.contract.FindingCode.EXTENSION_MISSING;
import static dev.muster.contract.FindingCode.HOSTILE_COMMAND;
import static dev.muster.contract.FindingCode.LIBRARY_MISSING;
import static dev.muster.contract.FindingCode.LOCALE_MISSING;
import static dev.muster.contract.FindingCode.MEMORY_EXHAUSTED;
import static dev.muster.contract.FindingCode.PRIVILEGE_MISSING;
import static dev.muster.contract.FindingCode.RESTORE_ENTRY_FAILED;
import static dev.muster.contract.FindingCode.RESTORE_TIMEOUT;
import static dev.muster.contract.FindingCode.RESTORE_TOOL_FAILED;
import static dev.muster.contract.FindingCode.ROWS_REJECTED;
import static dev.muster.contract.FindingCode.SERVER_LOST;
import static dev.muster.contract.FindingCode.VERSION_INCOMPATIBLE;

import dev.muster.contract.FindingCode;
import dev.muster.restore.postgres.errors.RestoreError.Kind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The table of what errors mean; the first line that matches counts, and what no line knows counts
 * against the backup. Messages are PostgreSQL's own in the C locale, 9.6 to 18.
 */
final class Rules {
    /** The rest of a message as far as its last quote, and what is not quoted after it. */
    private static final String QUOTED = "[^\"]*(\".*\"[^\"]*)?";

    private static final List<Rule> ALL =
            List.of(
                    // Commands that a backup has no business with. All of them were refused.
                    sql("^program \".*\" failed|^could not execute command \"", HOSTILE_COMMAND),
                    sql("^COPY.* is not allowed in a non-volatile function", HOSTILE_COMMAND),
                    sql(
                            "^(must|permission denied) .*to COPY (to|from|to or from) (a file|an external program)",
                            HOSTILE_COMMAND),
                    sql("^could not open file \".*\" for writing", HOSTILE_COMMAND),
                    sql("^could not create server file", HOSTILE_COMMAND),
                    sql(
                            "^could not (open|stat) (server )?file \"/[^\"]*\".*: Permission denied",
                            "(?!REFRESH)",
                            HOSTILE_COMMAND),
                    tool("backslash commands are restricted", HOSTILE_COMMAND),

                    // What happens on healthy backups.
                    tool("\\\\unrestrict: (wrong key|not currently in restricted mode)"),
                    noise("^role \".*\" already exists$"),
                    // Tablespaces lie elsewhere in a drill, whatever a cluster's script makes of
                    // them.
                    noise(".", "CREATE TABLESPACE "),
                    noise(
                            "^tablespace \".*\" does not exist$",
                            "ALTER TABLESPACE |(GRANT|REVOKE|COMMENT) .*ON TABLESPACE |COMMENT ON TABLESPACE "),
                    noise("^database \".*\" already exists$"),
                    noise("^schema \"public\" already exists$"),
                    noise("^(language|extension) \"plpgsql\" already exists$"),
                    noise(
                            "^must be (owner|member) of (extension|language|schema|database)",
                            "COMMENT"),
                    noise("^must be owner of extension"),
                    noise("^unrecognized configuration parameter \"", "SET"),
                    noise(
                            "^unrecognized configuration parameter \"",
                            "SELECT pg_catalog\\.set_config"),
                    noise("^invalid value for parameter \"default_tablespace\"", "SET"),
                    warning(
                            "^invalid value for parameter \"default_table_access_method\"",
                            "SET",
                            EXTENSION_MISSING),
                    warning("^(no )?security label provider", null, EXTENSION_MISSING),
                    noise("^(current user|session user|role \".*\") cannot be (dropped|renamed)"),
                    // --clean: what is not there need not be dropped, what is used stays.
                    noise(".", "DROP "),
                    noise("does not exist", "ALTER TABLE .* DROP (CONSTRAINT|DEFAULT|IDENTITY)"),

                    // The server cannot go on. Its words stand outside of quotes: what is quoted
                    // may be a row's value.
                    sql(
                            "^(out of (shared )?memory|memory exhausted|could not (resize|map|create|attach) [^\"]*shared memory)|^could not "
                                    + QUOTED
                                    + ": Cannot allocate memory",
                            MEMORY_EXHAUSTED),
                    sql(
                            "^could not "
                                    + QUOTED
                                    + ": (No space left on device|Disk quota exceeded|wrote only \\d+ of \\d+ bytes)|^temporary file size exceeds temp_file_limit",
                            DISK_FULL),
                    sql(
                            "^canceling statement due to (statement timeout|lock timeout|user request)|^terminating connection due to .*timeout",
                            RESTORE_TIMEOUT),
                    sql(
                            "^(terminating connection|the database system is |sorry, too many clients|too many connections for|remaining connection slots|connection to client lost|lost synchronization with frontend|could not (receive data from|send data to) client)",
                            SERVER_LOST),
                    // Only sessions that restore at the same time can stand in each other's way.
                    sql("^deadlock detected", RESTORE_TOOL_FAILED),
                    tool("out of memory|Cannot allocate memory", MEMORY_EXHAUSTED),
                    tool("No space left on device|Disk quota exceeded", DISK_FULL),
                    tool(
                            "server closed the connection|connection to (server|database) .*failed|connection to server was lost|could not connect|no connection to the server|SSL SYSCALL|connection not open|Connection refused|could not receive data|could not send data|lost synchronization|reconnection to database|too many clients|remaining connection slots|the database system is |terminating connection",
                            SERVER_LOST),

                    // A materialized view over another server or a file of its own machine. Words
                    // of a lost connection that our own server reports are of another server.
                    warning(
                            "^could not (open file|stat file)|^password (is|or .*) required",
                            "REFRESH",
                            RESTORE_ENTRY_FAILED),
                    warning(
                            "(?i)^(could not|cannot|failed to|unable to) (establish (a )?)?connect",
                            null,
                            RESTORE_ENTRY_FAILED),
                    warning(
                            "^(server closed the connection|connection to server |no connection to the server|SSL SYSCALL)",
                            null,
                            RESTORE_ENTRY_FAILED),

                    // What this machine lacks.
                    sql(
                            "^could not open extension control file \"[^\"]*/([^/\"]+)\\.control\"",
                            EXTENSION_MISSING),
                    sql("^extension \"([^\"]+)\" is not available", EXTENSION_MISSING),
                    sql("^extension \"([^\"]+)\" has no installation script", EXTENSION_MISSING),
                    sql("^required extension \"([^\"]+)\" is not installed", EXTENSION_MISSING),
                    sql(
                            "^([a-z_0-9]+)(?: extension)? (?:must|can only) be (?:pre)?loaded",
                            EXTENSION_MISSING),
                    sql("^could not access file \"(?:\\$libdir/)?([^\"]+)\"", LIBRARY_MISSING),
                    sql("^could not load library \"(?:.*/)?([^/\"]+)\"", LIBRARY_MISSING),
                    sql(
                            "^could not find function \".*\" in file \"(?:.*/)?([^/\"]+)\"",
                            LIBRARY_MISSING),
                    sql(
                            "^could not open (?:stop-word|dictionary|affix|thesaurus|synonym) file \"(?:.*/)?([^/\"]+)\"",
                            LIBRARY_MISSING),
                    sql("^collation \"([^\"]+)\" for encoding", LOCALE_MISSING),
                    sql("^could not create locale \"([^\"]*)\"", LOCALE_MISSING),
                    sql("^(invalid input syntax for type money)", LOCALE_MISSING),
                    sql("^could not open collator for locale \"([^\"]*)\"", LOCALE_MISSING),
                    sql(
                            "^(invalid (LC_[A-Z]+ )?locale name|ICU is not supported in this build)|^[^\"]*locale provider",
                            LOCALE_MISSING),
                    warning(
                            "^permission denied to grant (privileges|role)|^only roles with the ADMIN option|^must have admin option",
                            "GRANT",
                            PRIVILEGE_MISSING),
                    warning("^grantor must be|^permission denied to set", null, PRIVILEGE_MISSING),
                    // On a server that others use no drill is a superuser, nor a member of the
                    // roles there. What hangs on that holds no data.
                    warning(
                            "^(must be member of role|permission denied to change default)",
                            "ALTER DEFAULT PRIVILEGES",
                            PRIVILEGE_MISSING),
                    warning(
                            "^must be superuser to|^permission denied|^only superuser",
                            "(CREATE|ALTER) (PUBLICATION|SUBSCRIPTION|EVENT TRIGGER)",
                            PRIVILEGE_MISSING),

                    // What the source had already let in.
                    sql("^null value in column .* violates not-null constraint", ROWS_REJECTED),
                    sql(
                            "^new row for relation .* violates (check|partition) constraint",
                            ROWS_REJECTED),
                    sql("^no partition of relation .* found for row", ROWS_REJECTED),
                    sql("^value for domain .* violates check constraint", ROWS_REJECTED),
                    sql("^domain .* does not allow null values", ROWS_REJECTED),
                    sql("^duplicate key value violates unique constraint", ROWS_REJECTED),
                    sql(
                            "^conflicting key value violates exclusion constraint",
                            CONSTRAINT_VIOLATED),
                    sql(
                            "^could not create (unique index|exclusion constraint)",
                            CONSTRAINT_VIOLATED),
                    sql(
                            "^(check constraint|partition constraint) .* is violated by some row",
                            CONSTRAINT_VIOLATED),
                    sql("^column .* contains null values", CONSTRAINT_VIOLATED),
                    orphans("^insert or update on table .* violates foreign key constraint"),

                    // Bytes that no pg_dump wrote like this.
                    sql(
                            "^invalid byte sequence for encoding|^character with byte sequence|^unsupported Unicode escape",
                            DATA_INVALID),
                    sql("^invalid input (syntax|value) for", "COPY|INSERT", DATA_INVALID),
                    copy(
                            "^(missing data for column|extra data after last expected column|unexpected EOF|literal (newline|carriage return)|unterminated|end-of-copy|invalid COPY|COPY file|malformed|date/time|time zone|value .* is out of range|numeric field overflow|.* out of range|value too long|invalid hexadecimal|invalid memory alloc|array |insufficient data|incorrect binary|\"\\\\|empty|cannot|row )"),
                    tool("^could not open large object \\d+: .*does not exist", ARCHIVE_CORRUPT),
                    tool(
                            "worker process died|worker process failed|could not fork|could not create|invalid option|unrecognized option",
                            RESTORE_TOOL_FAILED),
                    tool(
                            "^unexpected end of file|input file is too short|could not read from input file: end of file|could not read .* bytes read|incomplete tar header|truncated",
                            ARCHIVE_TRUNCATED),
                    tool("unsupported version \\(1\\.\\d+\\)", ARCHIVE_VERSION_UNSUPPORTED),
                    tool(
                            "^(this build|archive is compressed).*(does not support|not support)",
                            RESTORE_TOOL_FAILED),
                    tool(
                            "could not (open|find).*: (No such file|Permission denied)|could not find header for file",
                            ARCHIVE_DATA_MISSING),
                    tool(
                            "could not (uncompress|decompress|initialize compression)|invalid (compress|stored)|incorrect data check|LZ4|ZSTD|zstd|inflate",
                            ARCHIVE_DATA_CORRUPT),
                    tool(
                            "did not find magic string|valid archive|corrupt tar|data offset|dumpId|entry ID|block ID|unrecognized (data block|archive|file)|could not find|unexpected|bogus|checksum|mismatch|tar header|invalid (line|header|OID|encoding|STD|search)|sanity check|out of range|could not read|unsupported",
                            ARCHIVE_CORRUPT),
                    tool("^invalid command"),

                    // Something that should have been made before is not there.
                    missing("^(?!invalid input).*does not exist"),
                    missing("^there is no unique constraint matching"),
                    missing("^data type .* has no default operator class"),
                    missing("^could not (identify|find|determine) "),
                    missing("^(type|operator) .* is only a shell"),
                    missing(
                            "^\".*\" is not a (table|view|sequence|materialized view|composite type|index|partition)"),
                    missing("^no schema has been selected"),
                    missing("^relation \".*\" is not (a|yet)"),
                    missing(
                            "^unrecognized (parameter|configuration parameter|role option|privilege type|access method|collation)"),
                    sql(
                            "^(?!invalid input).*(is no longer supported|is not supported by this (version|server|build)|are not supported$)",
                            VERSION_INCOMPATIBLE));

    private Rules() {}

    static List<Rule> all() {
        return ALL;
    }

    static Optional<Rule> find(RestoreError error) {
        return ALL.stream().filter(rule -> rule.matches(error)).findFirst();
    }

    /** Whether it happens on healthy backups and loses nothing. */
    static boolean isNoise(RestoreError error) {
        return find(error).map(rule -> rule.meaning() == Meaning.NOISE).orElse(false);
    }

    private static Rule sql(String message, FindingCode code) {
        return sql(message, null, code);
    }

    private static Rule sql(String message, @Nullable String statement, FindingCode code) {
        return rule(Kind.SQL, message, statement, Meaning.ROOT, code);
    }

    private static Rule copy(String message) {
        return rule(Kind.SQL, message, "COPY", Meaning.ROOT, DATA_INVALID);
    }

    private static Rule tool(String message, FindingCode code) {
        return rule(Kind.TOOL, message, null, Meaning.ROOT, code);
    }

    private static Rule tool(String message) {
        return rule(Kind.TOOL, message, null, Meaning.NOISE, null);
    }

    private static Rule noise(String message) {
        return rule(Kind.SQL, message, null, Meaning.NOISE, null);
    }

    private static Rule noise(String message, String statement) {
        return rule(Kind.SQL, message, statement, Meaning.NOISE, null);
    }

    private static Rule warning(String message, @Nullable String statement, FindingCode code) {
        return rule(Kind.SQL, message, statement, Meaning.WARNING, code);
    }

    private static Rule orphans(String message) {
        return rule(Kind.SQL, message, null, Meaning.ORPHANS, CONSTRAINT_VIOLATED);
    }

    private static Rule missing(String message) {
        return rule(Kind.SQL, message, null, Meaning.MISSING, null);
    }

    private static Rule rule(
            Kind kind,
            String message,
            @Nullable String statement,
            Meaning meaning,
            @Nullable FindingCode code) {
        return new Rule(
                kind,
                Pattern.compile(message),
                statement == null
                        ? null
                        : Pattern.compile(statement, Pattern.DOTALL | Pattern.CASE_INSENSITIVE),
                meaning,
                code);
    }
}
