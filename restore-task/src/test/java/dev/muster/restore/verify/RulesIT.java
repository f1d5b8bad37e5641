package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.RULES;
import static dev.muster.contract.FindingCode.CANARY_LOST;
import static dev.muster.contract.FindingCode.CHECK_NOT_RUN;
import static dev.muster.contract.FindingCode.NEWEST_VALUE_OLD;
import static dev.muster.contract.FindingCode.RULE_FAILED;
import static dev.muster.contract.FindingCode.RULE_WRONG;
import static dev.muster.contract.Outcome.FAILED;
import static dev.muster.contract.Outcome.NOT_CHECKED;
import static dev.muster.contract.Outcome.PASSED;
import static dev.muster.contract.Outcome.WARNED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Severity;
import dev.muster.contract.plan.PlanFile;
import dev.muster.contract.plan.Rule;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.restore.verify.LocalServer.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesIT {
    private static final Instant BACKUP = Instant.parse("2026-03-10T02:00:00Z");

    private final Database database =
            LocalServer.shared()
                    .database()
                    .sql(
                            "CREATE TABLE users (id int PRIMARY KEY, name text, price numeric, tag"
                                    + " varchar(4), doc jsonb, born date, seen timestamptz, at"
                                    + " timestamp, \"Odd Column\" char(4), raw bytea, ok bool)",
                            "INSERT INTO users VALUES (1, 'Ada', 42.5, 'abcd', '{\"a\": 1}',"
                                    + " '2026-03-09', '2026-03-10 01:00Z', '2026-03-10 01:00', 'x',"
                                    + " '\\x00ff', true), (2, 'Bob', 0, NULL, NULL, NULL, NULL, NULL,"
                                    + " NULL, NULL, false)",
                            "CREATE TABLE empty (id int, seen timestamptz, at timestamp)",
                            "CREATE SCHEMA shop",
                            "CREATE TABLE shop.orders (id int)",
                            "CREATE TABLE parts (a int) PARTITION BY LIST (a)",
                            "CREATE TABLE part PARTITION OF parts DEFAULT",
                            "INSERT INTO parts SELECT generate_series(1, 7)");

    @TempDir Path directory = Path.of("unset");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ sql: 'SELECT count(*) FROM users WHERE price < 0', expect: '= 0' }",
                "{ sql: 'SELECT count(*) FROM users;', expect: 2 }",
                "{ sql: 'SELECT count(*) FROM users; -- all of them', expect: 2 }",
                "{ sql: \"SELECT sum(price) -- of all\\n FROM users -- end\", expect: '> 42.4' }",
                "{ sql: 'SELECT price FROM users WHERE id = 1', expect: 'between 42.50 and 43' }",
                "{ sql: 'WITH u AS (TABLE users) SELECT avg(id)::float8 FROM u', expect: 1.5 }",
                "{ sql: 'SELECT bool_and(price >= 0) FROM users', expect: true }",
                "{ sql: 'SELECT exists (SELECT FROM empty)', expect: false }",
                "{ sql: \"SELECT count(*) FROM users WHERE doc ? 'a'\", expect: '= 1' }",
                "{ sql: \"SELECT count(*) FROM users WHERE name <> ';{d'\", expect: '= 2' }",
                "{ rows: { table: users, min: 1, max: 2 } }",
                "{ rows: { table: orders, max: 0 } }",
                "{ rows: { table: parts, min: 7, max: 7 } }",
                "{ newest: { table: users, column: seen, within: 1h } }",
                "{ newest: { table: users, column: at, within: 1h } }",
                "{ newest: { table: public.users, column: BORN, within: 3h } }",
                "{ canary: { table: users, where: id = 1, column: name, equals: Ada } }",
                "{ canary: { table: users, where: id = 1 -- the first, column: price, equals: 42.50 } }",
                "{ canary: { table: users, where: id = 1, column: tag, equals: abcd } }",
                "{ canary: { table: users, where: id = 1, column: doc, equals: '{\"a\":1}' } }",
                "{ canary: { table: users, where: id = 1, column: seen, equals: '2026-03-10 02:00+01' } }",
                "{ canary: { table: users, where: id = 1, column: 'Odd Column', equals: x } }",
                "{ canary: { table: users, where: id = 1, column: raw, equals: '\\x00FF' } }",
                "{ canary: { table: users, where: id = 1, column: ok, equals: 'yes' } }",
            })
    void healthyDatabasePasses(String rule) throws IOException {
        Drilled drilled = ask(rule);
        assertThat(drilled.findings()).isEmpty();
        assertThat(drilled.outcomes(RULES))
                .extracting(ObjectOutcome::outcome)
                .containsExactly(PASSED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ sql: 'SELECT count(*) FROM users', expect: '= 0' } | RULE_FAILED | its query's answer is not = 0",
                "{ sql: 'SELECT count(*) FROM users', expect: '= 0', show: true } | RULE_FAILED | its query answered 2, expected = 0",
                "{ sql: 'SELECT price FROM users WHERE id = 9', expect: '>= 0' } | RULE_FAILED | gave no row",
                "{ sql: 'SELECT max(id) FROM empty', expect: '>= 0' } | RULE_FAILED | answered NULL",
                "{ sql: \"SELECT 'NaN'::numeric\", expect: '!= 0' } | RULE_FAILED | no finite number",
                "{ sql: 'SELECT bool_or(price > 100) FROM users', expect: true } | RULE_FAILED | answered false, expected true",
                "{ rows: { table: users, min: 3 } } | RULE_FAILED | holds 2 rows, expected at least 3",
                "{ rows: { table: parts, max: 6 } } | RULE_FAILED | holds 7 rows, expected at most 6",
                "{ newest: { table: users, column: seen, within: 59m } } | NEWEST_VALUE_OLD | is 60 min older than the backup, expected at most 59m",
                "{ newest: { table: users, column: at, within: 59m } } | NEWEST_VALUE_OLD | is 60 min older",
                "{ newest: { table: users, column: born, within: 1h } } | NEWEST_VALUE_OLD | is 120 min older",
                "{ newest: { table: empty, column: seen, within: 365d } } | NEWEST_VALUE_OLD | holds no value",
                "{ canary: { table: users, where: id = 1, column: name, equals: Eve4711 } } | CANARY_LOST | is not the known value",
                "{ canary: { table: users, where: id = 1, column: name, equals: 'Ada ' } } | CANARY_LOST | is not the known value",
                "{ canary: { table: users, where: id = 1, column: price, equals: 42.51 } } | CANARY_LOST | is not the known value",
                "{ canary: { table: users, where: id = 1, column: tag, equals: abcdefg } } | CANARY_LOST | is not the known value",
                "{ canary: { table: users, where: id = 2, column: tag, equals: abcd } } | CANARY_LOST | is not the known value",
                "{ canary: { table: users, where: id = 3, column: name, equals: Ada } } | CANARY_LOST | finds no row",
            })
    void whatDoesNotHoldFails(String rule, FindingCode code, String why) throws IOException {
        Drilled drilled = ask(rule);
        assertThat(drilled.codes()).containsExactly(code);
        Finding finding = drilled.findings().getFirst();
        assertThat(finding.cause()).isEqualTo(Cause.BACKUP);
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.object()).isEqualTo("mine");
        assertThat(finding.message()).startsWith("rule \"mine\" does not hold: ").contains(why);
        assertThat(finding.toString()).doesNotContain("4711").doesNotContain("42.5");
        assertThat(drilled.outcome(RULES, "mine").outcome()).isEqualTo(FAILED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ sql: 'SELEC 1', expect: 1 } | syntax error at or near \"SELEC\" at character 1 (SQLSTATE 42601)",
                "{ sql: 'SELECT count(*) FROM usrs', expect: 1 } | relation \"usrs\" does not exist at character 22 (SQLSTATE 42P01)",
                "{ sql: \"SELECT count(*)\\n  FROM usrs\", expect: 1 } | does not exist at line 2, character 8 (SQLSTATE 42P01)",
                "{ sql: 'SELECT nme FROM users', expect: 1 } | column \"nme\" does not exist at character 8 (SQLSTATE 42703)",
                "{ sql: 'SELECT count(*) FROM orders', expect: 1 } | relation \"orders\" does not exist at character 22",
                "{ sql: 'SELECT nofunction(1)', expect: 1 } | function nofunction(integer) does not exist at character 8",
                "{ sql: 'SELECT 1; SELECT 2', expect: 1 } | several statements",
                "{ sql: 'SELECT id, name FROM users', expect: 1 } | its query gives 2 columns, expected one",
                "{ sql: 'SELECT id FROM users', expect: 1 } | its query gives several rows, expected one",
                "{ sql: 'SELECT name FROM users', expect: 1 } | answers with type text, which cannot be 1",
                "{ sql: 'SELECT true', expect: 1 } | answers with type bool",
                "{ sql: 'SELECT 1', expect: true } | answers with type int4",
                "{ sql: 'SELECT 1 / count(*) FROM empty', expect: 1 } | raised an error while it ran (SQLSTATE 22012)",
                "{ sql: 'DELETE FROM users RETURNING id', expect: 1 } | it tries to write, which rules may not (SQLSTATE 25006)",
                "{ sql: 'DROP TABLE users', expect: 1 } | syntax error at or near \"DROP\"",
                "{ sql: 'SELECT $1::int', expect: 1 } | (SQLSTATE 42601)",
                "{ sql: 'SELECT pg_terminate_backend(pg_backend_pid())', expect: true } | its connection was ended while it ran, and the server still stands",
                "{ sql: 'SELECT 1 FROM pg_sleep(30)', expect: 1, timeout: 1s } | it did not end within its 1 s",
                "{ rows: { table: usrs, min: 1 } } | there is no table \"usrs\", neither in the archive nor restored",
                "{ newest: { table: users, column: name, within: 1h } } | is of type text, which tells no time",
                "{ newest: { table: users, column: nme, within: 1h } } | has no column \"nme\"",
                "{ canary: { table: users, where: id = , column: name, equals: Ada4711 } } | syntax error at or near \")\" (SQLSTATE 42601)",
                "{ canary: { table: users, where: nme = 1, column: name, equals: Ada4711 } } | column \"nme\" does not exist at character 1",
                "{ canary: { table: users, where: id > 0, column: name, equals: Ada4711 } } | its where finds 2 rows, expected one",
                "{ canary: { table: users, where: id = 1, column: price, equals: Ada4711 } } | is no value of type numeric",
            })
    void wrongRuleIsTheEnvironmentsAndQuotesPostgres(String rule, String why) throws IOException {
        Drilled drilled = ask(rule);
        assertThat(drilled.codes()).containsExactly(RULE_WRONG);
        Finding finding = drilled.findings().getFirst();
        assertThat(finding.cause()).isEqualTo(Cause.ENVIRONMENT);
        assertThat(finding.message()).contains(why).doesNotContain("4711");
        assertThat(drilled.outcome(RULES, "mine").outcome()).isEqualTo(NOT_CHECKED);
        assertThat(database.value("SELECT count(*) FROM users")).isEqualTo("2");
    }

    @Test
    void hintOfAnUnknownTableNamesTheSchemaThatHasIt() throws IOException {
        Finding finding =
                ask("{ sql: 'SELECT count(*) FROM orders', expect: 1 }").findings().getFirst();
        assertThat(finding.hint()).isEqualTo("write schema.name: there is shop.orders");
    }

    @Test
    void databasesOwnSearchPathHolds() throws IOException {
        database.sql("ALTER DATABASE " + database.name() + " SET search_path = shop, public");
        assertThat(ask("{ sql: 'SELECT count(*) FROM orders', expect: 0 }").findings()).isEmpty();
    }

    @Test
    void ruleThatIsAWarningNeverDecides() throws IOException {
        Drilled failed = ask("{ rows: { table: users, min: 3 }, severity: warning }");
        assertThat(failed.findings())
                .extracting(Finding::severity)
                .containsExactly(Severity.WARNING);
        assertThat(failed.outcome(RULES, "mine").outcome()).isEqualTo(WARNED);
        Drilled wrong = ask("{ sql: 'SELEC 1', expect: 1, severity: warning }");
        assertThat(wrong.findings())
                .extracting(Finding::severity)
                .containsExactly(Severity.WARNING);
    }

    @Test
    void tableOfTheLastProvenDrillThatIsGoneIsTheBackups() throws IOException {
        Drilled query =
                ask("{ sql: 'SELECT count(*) FROM audit', expect: 1 }", Set.of("public.audit"));
        assertThat(query.codes()).containsExactly(RULE_FAILED);
        Drilled rows = ask("{ rows: { table: audit, min: 1 } }", Set.of("public.audit"));
        assertThat(rows.codes()).containsExactly(RULE_FAILED);
        assertThat(rows.findings().getFirst().message()).contains("was in the last proven backup");
    }

    @Test
    void tableThatTheRestoreLacksIsNoSecondFinding() throws IOException {
        ExpectedObject lost =
                ExpectedObject.of(1, "TABLE", "public", "audit")
                        .explained(new Explanation.Excused("it needs the extension postgis"));
        Drilled drilled =
                ask(
                        "{ sql: 'SELECT count(*) FROM public . audit', expect: 1 }",
                        Expectations.of(List.of(lost), List.of()),
                        BACKUP,
                        Set.of());
        assertThat(drilled.findings()).isEmpty();
        assertThat(drilled.outcome(RULES, "mine").reason())
                .isEqualTo("it needs the extension postgis");
    }

    @Test
    void valuesOfDaysToComeDoNotHideThatNothingArrives() throws IOException {
        database.sql(
                "INSERT INTO empty VALUES (1, '2031-01-01Z', 'infinity'), (2, '2026-02-01Z',"
                        + " '-infinity'), (3, 'infinity', NULL)");
        Drilled old = ask("{ newest: { table: empty, column: seen, within: 7d } }");
        assertThat(old.codes()).containsExactly(NEWEST_VALUE_OLD);
        assertThat(old.findings().getFirst().message()).contains("37 days older");
        assertThat(ask("{ newest: { table: empty, column: at, within: 7d } }").codes())
                .containsExactly(NEWEST_VALUE_OLD);
    }

    @Test
    void freshnessWithoutABackupsTimeIsNotChecked() throws IOException {
        Drilled drilled =
                ask(
                        "{ newest: { table: users, column: seen, within: 1h } }",
                        Expectations.of(List.of(), List.of()),
                        null,
                        Set.of());
        assertThat(drilled.codes()).containsExactly(CHECK_NOT_RUN);
    }

    @Test
    void settingsOfTheDatabaseDoNotChangeACanary() throws IOException {
        database.sql(
                "ALTER DATABASE " + database.name() + " SET TimeZone = 'Asia/Tokyo'",
                "ALTER DATABASE " + database.name() + " SET DateStyle = 'German'",
                "ALTER DATABASE " + database.name() + " SET standard_conforming_strings = off",
                "ALTER DATABASE " + database.name() + " SET bytea_output = 'escape'",
                "UPDATE users SET name = E'a\\\\''b' WHERE id = 1");
        assertThat(
                        ask("{ canary: { table: users, where: id = 1, column: at, equals: '2026-03-10"
                                        + " 01:00:00' } }")
                                .codes())
                .isEmpty();
        assertThat(
                        ask("{ canary: { table: users, where: id = 1, column: name, equals: 'a\\''b'"
                                        + " } }")
                                .codes())
                .isEmpty();
        assertThat(
                        ask("{ canary: { table: users, where: id = 1, column: raw, equals: '\\x00ff'"
                                        + " } }")
                                .codes())
                .isEmpty();
    }

    @Test
    void whatADumpBringsCannotTakeThePlaceOfPostgresOwn() throws IOException {
        database.sql(
                "CREATE SCHEMA evil",
                "CREATE FUNCTION evil.count_all(bigint, bigint) RETURNS bool LANGUAGE sql AS 'SELECT"
                        + " true'",
                "CREATE OPERATOR evil.= (LEFTARG = text, RIGHTARG = text, PROCEDURE = evil.texteq)"
                        .replace("evil.texteq", "pg_catalog.textne"),
                "CREATE FUNCTION evil.now() RETURNS timestamptz LANGUAGE sql AS $$SELECT"
                        + " 'epoch'::timestamptz$$",
                "ALTER DATABASE "
                        + database.name()
                        + " SET search_path = evil, pg_catalog, public");
        assertThat(ask("{ sql: \"SELECT now() > '2000-01-01'\", expect: true }").codes()).isEmpty();
        assertThat(
                        ask("{ canary: { table: users, where: id = 1, column: name, equals: Eve } }")
                                .codes())
                .containsExactly(CANARY_LOST);
    }

    @Test
    void viewsAndFunctionsOfADumpCannotWriteNorSpeakThroughARule() throws IOException {
        database.sql(
                "CREATE TABLE trace (a int)",
                "CREATE FUNCTION leak() RETURNS int LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION"
                        + " 'relation of %', (SELECT name FROM public.users WHERE id = 1) USING"
                        + " ERRCODE = '42P01'; END$$",
                "CREATE FUNCTION write() RETURNS int LANGUAGE plpgsql AS $$BEGIN PERFORM"
                        + " set_config('transaction_read_only', 'off', false); INSERT INTO"
                        + " public.trace VALUES (1); RETURN 1; END$$",
                "CREATE FUNCTION turn() RETURNS int LANGUAGE plpgsql AS $$BEGIN PERFORM"
                        + " set_config('search_path', 'nowhere', false); RETURN 1; END$$",
                "CREATE FUNCTION stay() RETURNS int LANGUAGE plpgsql AS $$BEGIN LOOP BEGIN PERFORM"
                        + " pg_sleep(3); RETURN 1; EXCEPTION WHEN query_canceled THEN NULL; END; END"
                        + " LOOP; END$$",
                "CREATE VIEW speaking AS SELECT leak() AS a",
                "CREATE VIEW writing AS SELECT write() AS a",
                "CREATE VIEW turning AS SELECT turn() AS a");
        Drilled leaked = ask("{ sql: 'SELECT a FROM speaking', expect: 1 }");
        assertThat(leaked.codes()).containsExactly(RULE_WRONG);
        assertThat(leaked.findings().toString()).doesNotContain("Ada").contains("42P01");
        assertThat(ask("{ sql: 'SELECT a FROM writing', expect: 1 }").codes())
                .containsExactly(RULE_WRONG);
        assertThat(database.value("SELECT count(*) FROM trace")).isEqualTo("0");
        Drilled two =
                asked(
                        """
                        one: { sql: 'SELECT a FROM turning', expect: 1 }
                        two: { rows: { table: users, min: 2 } }
                        three: { sql: 'SELECT count(*) FROM users', expect: 2 }
                        """,
                        Expectations.of(List.of(), List.of()),
                        BACKUP,
                        Set.of(),
                        Duration.ofMinutes(1));
        assertThat(two.findings()).isEmpty();
        assertThat(two.outcomes(RULES)).hasSize(3).allMatch(o -> o.outcome() == PASSED);
    }

    @Test
    void foreignTableIsNotReachedFor() throws IOException {
        database.sql(
                "CREATE FOREIGN DATA WRAPPER none",
                "CREATE SERVER far FOREIGN DATA WRAPPER none",
                "CREATE FOREIGN TABLE distant (a int) SERVER far");
        Drilled drilled = ask("{ rows: { table: distant, min: 1 } }");
        assertThat(drilled.codes()).containsExactly(RULE_WRONG);
        assertThat(drilled.findings().getFirst().message()).contains("its rows lie elsewhere");
    }

    @Test
    void rulesWithoutTimeAreNotRun() throws IOException {
        Drilled drilled =
                asked(
                        "mine: { rows: { table: users, min: 1 } }",
                        Expectations.of(List.of(), List.of()),
                        BACKUP,
                        Set.of(),
                        Duration.ZERO);
        assertThat(drilled.codes()).containsExactly(CHECK_NOT_RUN);
        assertThat(drilled.outcome(RULES, "mine").outcome()).isEqualTo(NOT_CHECKED);
    }

    private Drilled ask(String rule) throws IOException {
        return ask(rule, Set.of());
    }

    private Drilled ask(String rule, Set<String> before) throws IOException {
        return ask(rule, Expectations.of(List.of(), List.of()), BACKUP, before);
    }

    private Drilled ask(
            String rule, Expectations expectations, @Nullable Instant backup, Set<String> before)
            throws IOException {
        return asked("mine: " + rule, expectations, backup, before, Duration.ofMinutes(2));
    }

    private Drilled asked(
            String rules,
            Expectations expectations,
            @Nullable Instant backup,
            Set<String> before,
            Duration time)
            throws IOException {
        Path file = directory.resolve("muster.yaml");
        Files.writeString(
                file,
                "plans:\n  shop:\n    stores: { directory: /b }\n    expect:\n      rules:\n"
                        + rules.indent(8));
        List<Rule> read = List.copyOf(PlanFile.read(file).plan("shop").expect().rules().values());
        return new Drilled(
                VerifyRules.run(
                        database.connections(),
                        read,
                        expectations,
                        new RuleContext(backup, ZoneId.of("UTC"), before),
                        VerifySettings.within(2, time)));
    }
}
