package dev.muster.restore.postgres.errors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.FindingCode;
import dev.muster.restore.postgres.errors.RestoreError.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of what errors mean, line by line, with messages as PostgreSQL writes them. */
class RulesTest {
    private static final String COPY = "COPY public.t (id, name) FROM stdin;";
    private static final String TABLE = "CREATE TABLE public.t (id integer);";
    private static final String REFRESH = "REFRESH MATERIALIZED VIEW public.m;";

    /** A message and what it means; of the server where it has a statement, else of the tool. */
    record Sample(
            @Nullable String statement,
            String message,
            Meaning meaning,
            @Nullable FindingCode code) {
        RestoreError error() {
            return statement == null
                    ? RestoreError.ofTool(null, message, 0)
                    : new RestoreError(Kind.SQL, null, null, message, "", statement, null, 0);
        }

        @Override
        public String toString() {
            return message;
        }
    }

    static final List<Sample> SAMPLES =
            List.of(
                    root(TABLE, "program \"curl x\" failed", FindingCode.HOSTILE_COMMAND),
                    root(
                            TABLE,
                            "could not execute command \"sh\": Operation not permitted",
                            FindingCode.HOSTILE_COMMAND),
                    root(
                            TABLE,
                            "COPY FROM is not allowed in a non-volatile function",
                            FindingCode.HOSTILE_COMMAND),
                    root(
                            COPY,
                            "permission denied to COPY to or from an external program",
                            FindingCode.HOSTILE_COMMAND),
                    root(
                            COPY,
                            "must be superuser or have privileges of the pg_read_server_files role to COPY from a file",
                            FindingCode.HOSTILE_COMMAND),
                    root(
                            TABLE,
                            "could not open file \"/tmp/x\" for writing: Permission denied",
                            FindingCode.HOSTILE_COMMAND),
                    root(
                            TABLE,
                            "could not create server file \"/tmp/x\": Permission denied",
                            FindingCode.HOSTILE_COMMAND),
                    root(
                            COPY,
                            "could not open file \"/etc/shadow\" for reading: Permission denied",
                            FindingCode.HOSTILE_COMMAND),
                    root(
                            null,
                            "backslash commands are restricted; only \\unrestrict is allowed",
                            FindingCode.HOSTILE_COMMAND),
                    noise(null, "\\unrestrict: not currently in restricted mode"),
                    noise("CREATE ROLE ada;", "role \"ada\" already exists"),
                    noise(
                            "CREATE TABLESPACE fast LOCATION '/srv';",
                            "directory \"/srv\" does not exist"),
                    noise(
                            "GRANT ALL ON TABLESPACE fast TO ada;",
                            "tablespace \"fast\" does not exist"),
                    noise("CREATE DATABASE shop;", "database \"shop\" already exists"),
                    noise("CREATE SCHEMA public;", "schema \"public\" already exists"),
                    noise("CREATE EXTENSION plpgsql;", "extension \"plpgsql\" already exists"),
                    noise("COMMENT ON SCHEMA public IS 'x';", "must be owner of schema public"),
                    noise(
                            "ALTER EXTENSION hstore SET SCHEMA x;",
                            "must be owner of extension hstore"),
                    noise(
                            "SET transaction_timeout = 0;",
                            "unrecognized configuration parameter \"transaction_timeout\""),
                    noise(
                            "SELECT pg_catalog.set_config('x.y', '', false);",
                            "unrecognized configuration parameter \"x\""),
                    noise(
                            "SET default_tablespace = fast;",
                            "invalid value for parameter \"default_tablespace\": \"fast\""),
                    warning(
                            "SET default_table_access_method = columnar;",
                            "invalid value for parameter \"default_table_access_method\": \"columnar\"",
                            FindingCode.EXTENSION_MISSING),
                    warning(
                            "SECURITY LABEL ON TABLE t IS 'x';",
                            "no security label providers have been loaded",
                            FindingCode.EXTENSION_MISSING),
                    warning(
                            "SECURITY LABEL FOR anon ON TABLE t IS 'x';",
                            "security label provider \"anon\" is not loaded",
                            FindingCode.EXTENSION_MISSING),
                    noise("ALTER ROLE ada RENAME TO eve;", "session user cannot be renamed"),
                    noise("DROP TABLE public.t;", "table \"t\" does not exist"),
                    noise(
                            "ALTER TABLE IF EXISTS ONLY public.t DROP CONSTRAINT t_pkey;",
                            "relation \"public.t\" does not exist"),
                    noise(
                            "ALTER TABLE public.t ALTER COLUMN id DROP DEFAULT;",
                            "relation \"public.t\" does not exist"),
                    warning(
                            REFRESH,
                            "could not open file \"/srv/prices.csv\" for reading: No such file or directory",
                            FindingCode.RESTORE_ENTRY_FAILED),
                    warning(
                            REFRESH,
                            "could not open file \"/srv/prices.csv\" for reading: Permission denied",
                            FindingCode.RESTORE_ENTRY_FAILED),
                    warning(
                            REFRESH,
                            "password or GSSAPI delegated credentials required",
                            FindingCode.RESTORE_ENTRY_FAILED),
                    warning(
                            REFRESH,
                            "could not connect to server \"remote\"",
                            FindingCode.RESTORE_ENTRY_FAILED),
                    warning(
                            REFRESH,
                            "could not establish connection",
                            FindingCode.RESTORE_ENTRY_FAILED),
                    warning(
                            REFRESH,
                            "failed to connect to MySQL: Unknown MySQL server host 'db'",
                            FindingCode.RESTORE_ENTRY_FAILED),
                    warning(
                            REFRESH,
                            "server closed the connection unexpectedly",
                            FindingCode.RESTORE_ENTRY_FAILED),
                    root(COPY, "out of memory", FindingCode.MEMORY_EXHAUSTED),
                    root(TABLE, "deadlock detected", FindingCode.RESTORE_TOOL_FAILED),
                    root(TABLE, "out of shared memory", FindingCode.MEMORY_EXHAUSTED),
                    root(
                            TABLE,
                            "could not resize shared memory segment \"/PostgreSQL.1\" to 8388608 bytes: No space left on device",
                            FindingCode.MEMORY_EXHAUSTED),
                    root(
                            TABLE,
                            "could not map anonymous shared memory: Cannot allocate memory",
                            FindingCode.MEMORY_EXHAUSTED),
                    root(
                            TABLE,
                            "could not fork parallel worker process: Cannot allocate memory",
                            FindingCode.MEMORY_EXHAUSTED),
                    root(
                            COPY,
                            "could not extend file \"base/5/16384\": No space left on device",
                            FindingCode.DISK_FULL),
                    root(
                            COPY,
                            "could not extend file \"base/5/16384\" with FileFallocate(): No space left on device",
                            FindingCode.DISK_FULL),
                    root(
                            COPY,
                            "could not extend file \"base/5/16384\": wrote only 4096 of 8192 bytes at block 7",
                            FindingCode.DISK_FULL),
                    root(
                            TABLE,
                            "could not rename file \"a\" to \"b\": Disk quota exceeded",
                            FindingCode.DISK_FULL),
                    root(
                            TABLE,
                            "could not write to hash-join temporary file: No space left on device",
                            FindingCode.DISK_FULL),
                    root(
                            TABLE,
                            "temporary file size exceeds temp_file_limit (1024kB)",
                            FindingCode.DISK_FULL),
                    root(
                            COPY,
                            "canceling statement due to statement timeout",
                            FindingCode.RESTORE_TIMEOUT),
                    root(
                            COPY,
                            "terminating connection due to idle-in-transaction timeout",
                            FindingCode.RESTORE_TIMEOUT),
                    root(
                            COPY,
                            "terminating connection due to administrator command",
                            FindingCode.SERVER_LOST),
                    root(COPY, "the database system is shutting down", FindingCode.SERVER_LOST),
                    root(null, "out of memory", FindingCode.MEMORY_EXHAUSTED),
                    root(
                            null,
                            "could not write to output file: No space left on device",
                            FindingCode.DISK_FULL),
                    root(
                            null,
                            "server closed the connection unexpectedly",
                            FindingCode.SERVER_LOST),
                    root(null, "connection to server was lost", FindingCode.SERVER_LOST),
                    root(
                            null,
                            "connection to server on socket \"/tmp/.s.PGSQL.5432\" failed: FATAL:  the database system is starting up",
                            FindingCode.SERVER_LOST),
                    root(
                            "CREATE EXTENSION postgis;",
                            "could not open extension control file \"/usr/share/extension/postgis.control\": No such file or directory",
                            FindingCode.EXTENSION_MISSING),
                    root(
                            "CREATE EXTENSION postgis;",
                            "extension \"postgis\" is not available",
                            FindingCode.EXTENSION_MISSING),
                    root(
                            "CREATE EXTENSION postgis;",
                            "extension \"postgis\" has no installation script nor update path for version \"3\"",
                            FindingCode.EXTENSION_MISSING),
                    root(
                            "CREATE EXTENSION postgis_raster;",
                            "required extension \"postgis\" is not installed",
                            FindingCode.EXTENSION_MISSING),
                    root(
                            "CREATE EXTENSION pg_cron;",
                            "pg_cron can only be loaded via shared_preload_libraries",
                            FindingCode.EXTENSION_MISSING),
                    root(
                            "CREATE FUNCTION f() RETURNS int;",
                            "could not access file \"$libdir/plv8\": No such file or directory",
                            FindingCode.LIBRARY_MISSING),
                    root(
                            "CREATE FUNCTION f() RETURNS int;",
                            "could not load library \"/usr/lib/plv8.so\": libv8.so: cannot open",
                            FindingCode.LIBRARY_MISSING),
                    root(
                            "CREATE FUNCTION f() RETURNS int;",
                            "could not find function \"f\" in file \"/usr/lib/plv8.so\"",
                            FindingCode.LIBRARY_MISSING),
                    root(
                            "CREATE TEXT SEARCH DICTIONARY d;",
                            "could not open stop-word file \"/usr/share/tsearch_data/german.stop\": No such file or directory",
                            FindingCode.LIBRARY_MISSING),
                    root(
                            "CREATE COLLATION c;",
                            "collation \"sv_SE\" for encoding \"UTF8\" does not exist",
                            FindingCode.LOCALE_MISSING),
                    root(
                            "CREATE COLLATION c;",
                            "could not create locale \"sv_SE\": No such file or directory",
                            FindingCode.LOCALE_MISSING),
                    root(
                            "CREATE COLLATION c;",
                            "could not open collator for locale \"xx\": U_ILLEGAL_ARGUMENT_ERROR",
                            FindingCode.LOCALE_MISSING),
                    root(
                            "CREATE COLLATION c;",
                            "ICU is not supported in this build",
                            FindingCode.LOCALE_MISSING),
                    root(
                            "CREATE COLLATION c;",
                            "invalid LC_COLLATE locale name: \"sv_SE\"",
                            FindingCode.LOCALE_MISSING),
                    root(
                            "CREATE COLLATION c;",
                            "unrecognized locale provider: builtin",
                            FindingCode.LOCALE_MISSING),
                    warning(
                            "GRANT ada TO eve;",
                            "permission denied to grant role \"ada\"",
                            FindingCode.PRIVILEGE_MISSING),
                    warning(
                            "GRANT ALL ON TABLE t TO eve;",
                            "grantor must be current user",
                            FindingCode.PRIVILEGE_MISSING),
                    warning(
                            "ALTER DEFAULT PRIVILEGES FOR ROLE a GRANT ALL ON TABLES TO b;",
                            "permission denied to change default privileges",
                            FindingCode.PRIVILEGE_MISSING),
                    warning(
                            "CREATE PUBLICATION p FOR ALL TABLES;",
                            "must be superuser to create FOR ALL TABLES publication",
                            FindingCode.PRIVILEGE_MISSING),
                    root(
                            COPY,
                            "invalid input syntax for type money: \"1.234,56 €\"",
                            FindingCode.LOCALE_MISSING),
                    root(
                            COPY,
                            "null value in column \"a\" of relation \"t\" violates not-null constraint",
                            FindingCode.ROWS_REJECTED),
                    root(
                            COPY,
                            "new row for relation \"t\" violates check constraint \"c\"",
                            FindingCode.ROWS_REJECTED),
                    root(
                            COPY,
                            "no partition of relation \"t\" found for row",
                            FindingCode.ROWS_REJECTED),
                    root(
                            COPY,
                            "value for domain d violates check constraint \"c\"",
                            FindingCode.ROWS_REJECTED),
                    root(COPY, "domain d does not allow null values", FindingCode.ROWS_REJECTED),
                    root(
                            COPY,
                            "duplicate key value violates unique constraint \"t_pkey\"",
                            FindingCode.ROWS_REJECTED),
                    root(
                            COPY,
                            "conflicting key value violates exclusion constraint \"x\"",
                            FindingCode.CONSTRAINT_VIOLATED),
                    root(
                            TABLE,
                            "could not create unique index \"t_pkey\"",
                            FindingCode.CONSTRAINT_VIOLATED),
                    root(
                            TABLE,
                            "check constraint \"c\" of relation \"t\" is violated by some row",
                            FindingCode.CONSTRAINT_VIOLATED),
                    root(
                            TABLE,
                            "column \"a\" of relation \"t\" contains null values",
                            FindingCode.CONSTRAINT_VIOLATED),
                    new Sample(
                            TABLE,
                            "insert or update on table \"t\" violates foreign key constraint \"f\"",
                            Meaning.ORPHANS,
                            FindingCode.CONSTRAINT_VIOLATED),
                    root(
                            COPY,
                            "invalid byte sequence for encoding \"UTF8\": 0xff",
                            FindingCode.DATA_INVALID),
                    root(
                            COPY,
                            "invalid input syntax for type integer: \"x\"",
                            FindingCode.DATA_INVALID),
                    root(
                            "INSERT INTO t VALUES ('x');",
                            "invalid input syntax for type integer: \"x\"",
                            FindingCode.DATA_INVALID),
                    root(COPY, "missing data for column \"b\"", FindingCode.DATA_INVALID),
                    root(
                            null,
                            "a worker process died unexpectedly",
                            FindingCode.RESTORE_TOOL_FAILED),
                    root(
                            null,
                            "could not read from input file: end of file",
                            FindingCode.ARCHIVE_TRUNCATED),
                    root(
                            null,
                            "unsupported version (1.16) in file header",
                            FindingCode.ARCHIVE_VERSION_UNSUPPORTED),
                    root(
                            null,
                            "this build does not support compression with zstd",
                            FindingCode.RESTORE_TOOL_FAILED),
                    root(
                            null,
                            "could not open input file \"7.dat\": No such file or directory",
                            FindingCode.ARCHIVE_DATA_MISSING),
                    root(
                            null,
                            "could not uncompress data: invalid stored block lengths",
                            FindingCode.ARCHIVE_DATA_CORRUPT),
                    root(
                            null,
                            "did not find magic string in file header",
                            FindingCode.ARCHIVE_CORRUPT),
                    root(
                            null,
                            "could not open large object 901: ERROR:  large object 901 does not exist",
                            FindingCode.ARCHIVE_CORRUPT),
                    noise(null, "invalid command \\N"),
                    missing(TABLE, "type \"geometry\" does not exist"),
                    missing(
                            TABLE,
                            "there is no unique constraint matching given keys for referenced table \"t\""),
                    missing(
                            TABLE,
                            "data type public.box3d has no default operator class for access method \"gist\""),
                    missing(TABLE, "could not find a function named \"public.f\""),
                    missing(TABLE, "type \"public.x\" is only a shell"),
                    missing(TABLE, "\"public.t\" is not a table"),
                    missing(TABLE, "no schema has been selected to create in"),
                    missing(TABLE, "relation \"t\" is not a partition of relation \"p\""),
                    missing(TABLE, "unrecognized parameter \"buffering_x\""),
                    root(
                            TABLE,
                            "tables declared WITH OIDS are not supported",
                            FindingCode.VERSION_INCOMPATIBLE));

    private static Sample root(@Nullable String statement, String message, FindingCode code) {
        return new Sample(statement, message, Meaning.ROOT, code);
    }

    private static Sample warning(String statement, String message, FindingCode code) {
        return new Sample(statement, message, Meaning.WARNING, code);
    }

    private static Sample noise(@Nullable String statement, String message) {
        return new Sample(statement, message, Meaning.NOISE, null);
    }

    private static Sample missing(String statement, String message) {
        return new Sample(statement, message, Meaning.MISSING, null);
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void messageMeansWhatItsLineSays(Sample sample) {
        assertThat(Rules.find(sample.error()))
                .hasValueSatisfying(rule -> {
                    assertThat(rule.meaning()).isEqualTo(sample.meaning());
                    assertThat(rule.code()).isEqualTo(sample.code());
                });
    }

    @Test
    void everyLineIsReachedAndNoneIsShadowedByAnother() {
        List<Rule> unreached = new ArrayList<>(Rules.all());
        SAMPLES.forEach(sample -> unreached.remove(Rules.find(sample.error()).orElseThrow()));
        assertThat(unreached).extracting(rule -> rule.message().pattern()).isEmpty();
    }

    /** What a row holds may read like anything. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "No space left on device",
                "could not extend file \"base/5/1\": No space left on device",
                "out of memory",
                "Cannot allocate memory",
                "could not connect to server",
                "server closed the connection unexpectedly",
                "terminating connection due to administrator command",
                "canceling statement due to statement timeout",
                "could not open extension control file \"/x/postgis.control\"",
                "could not access file \"$libdir/x\"",
                "could not load library \"x\"",
                "collation \"x\" for encoding",
                "locale provider",
                "security label provider",
                "could not open file \"/x\" for writing",
                "permission denied to COPY to a file",
                "relation \"x\" does not exist",
                "this is no longer supported",
                "role \"x\" already exists"
            })
    void wordsInARowsValueMeanNothing(String value) {
        for (String message :
                List.of(
                        "invalid input syntax for type integer: \"%s\"",
                        "invalid input value for enum mood: \"%s\"",
                        "value \"%s\" is out of range for type integer")) {
            Sample sample = root(COPY, message.formatted(value), FindingCode.DATA_INVALID);
            assertThat(Rules.find(sample.error()))
                    .as(sample.message())
                    .hasValueSatisfying(
                            rule -> assertThat(rule.code()).isEqualTo(FindingCode.DATA_INVALID));
        }
    }

    /** An index or a view that computes with rows' values fails with these in its message, too. */
    @Test
    void wordsInARowsValueDoNotExcuseOtherStatements() {
        for (String value : List.of("No space left on device", "x does not exist")) {
            String message = "invalid input syntax for type integer: \"%s\"".formatted(value);
            assertThat(Rules.find(root(REFRESH, message, FindingCode.DATA_INVALID).error()))
                    .isEmpty();
        }
    }
}
