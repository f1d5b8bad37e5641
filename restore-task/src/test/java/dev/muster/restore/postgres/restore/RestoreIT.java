package dev.muster.restore.postgres.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreIT {
    private static Lab lab;

    @BeforeAll
    static void open() throws Exception {
        lab = new Lab();
        lab.execute("postgres", "CREATE ROLE seller");
        lab.create(
                "shop",
                "CREATE TABLE tenants (id int PRIMARY KEY, name text NOT NULL)",
                "CREATE TABLE sales (id int PRIMARY KEY, tenant int REFERENCES tenants, amount int)",
                "INSERT INTO tenants SELECT i, 'tenant ' || i FROM generate_series(1, 100) i",
                "INSERT INTO sales SELECT i, 1 + i % 100, i FROM generate_series(1, 5000) i",
                "CREATE INDEX ON sales (amount)",
                "ALTER TABLE sales OWNER TO seller",
                "GRANT SELECT ON tenants TO seller");
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @Test
    void restoresACustomArchiveWithSeveralJobs() throws Exception {
        Path archive = lab.dump("shop", "shop.dump", "-Fc");
        RestoreOutcome outcome =
                lab.restore(archive, Payload.Format.CUSTOM, lab.prepare("custom", "seller"));
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.complete()).isTrue();
        assertThat(outcome.findings()).noneMatch(Finding::decides);
        assertThat(lab.ask("custom", "SELECT count(*) FROM sales")).isEqualTo("5000");
    }

    @Test
    void restoresDirectoryTarAndPlain() throws Exception {
        Path directory = lab.dump("shop", "shop.dir", "-Fd");
        assertThat(
                        lab.restore(
                                        directory,
                                        Payload.Format.DIRECTORY,
                                        lab.prepare("directory", "seller"))
                                .findings())
                .isEmpty();
        Path tar = lab.dump("shop", "shop.tar", "-Ft");
        assertThat(lab.restore(tar, Payload.Format.TAR, lab.prepare("tar", "seller")).findings())
                .isEmpty();
        Path plain = lab.dump("shop", "shop.sql", "-Fp");
        String sql = java.nio.file.Files.readString(plain);
        assertThat(lab.script(sql, lab.prepare("plain", "seller")).findings()).isEmpty();
        for (String database : new String[] {"directory", "tar", "plain"}) {
            assertThat(lab.ask(database, "SELECT count(*) FROM sales")).isEqualTo("5000");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LATIN1", "UTF8", "SJIS"})
    void namesOfOtherLettersAreLoadedInEveryEncoding(String encoding) throws Exception {
        boolean japanese = encoding.equals("SJIS");
        String table = japanese ? "表ソ" : "straße";
        String from = "letters from " + encoding;
        lab.create(
                from,
                "CREATE TABLE \"%s\" (id int, \"%s\" text)".formatted(table, table),
                "INSERT INTO \"%s\" SELECT i, '%s' FROM generate_series(1, 50) i"
                        .formatted(table, table),
                "CREATE TABLE \"%s2\" AS SELECT * FROM \"%s\"".formatted(table, table));
        Path plain = lab.dump(from, encoding + ".sql", "-Fp", "-E", encoding);
        String into = "letters of " + encoding;
        RestoreOutcome outcome = lab.script(Files.readAllBytes(plain), lab.prepare(into));
        assertThat(outcome.findings()).isEmpty();
        assertThat(lab.ask(into, "SELECT count(*) FROM \"" + table + "2\"")).isEqualTo("50");
    }

    /** A script names its client's encoding alone, and some of those no server keeps. */
    @ParameterizedTest
    @ValueSource(strings = {"SJIS", "gb18030", "BIG5", "JOHAB"})
    void aScriptInAnEncodingOfClientsGoesIntoUnicode(String encoding) throws Exception {
        String name = "spoken " + encoding;
        new Preparation(lab.server)
                .prepare(
                        new Needs(
                                DatabaseSpec.of(name, encoding),
                                Set.of(),
                                Map.of(),
                                Map.of(),
                                Set.of(),
                                Set.of()));
        assertThat(lab.ask(name, "SHOW server_encoding")).isEqualTo("UTF8");
    }

    /** A dump writes it as the source's lc_monetary has it, which an archive does not name. */
    @Test
    void moneyIsReadAsTheDatabasesOwnLocaleWritesIt() throws Exception {
        DatabaseSpec known = new DatabaseSpec("till", "UTF8", "libc", "C", "C.UTF-8", null, null);
        new Preparation(lab.server)
                .prepare(new Needs(known, Set.of(), Map.of(), Map.of(), Set.of(), Set.of()));
        assertThat(lab.ask("till", "SHOW lc_monetary")).isIn("C.UTF-8", "C.utf8");

        DatabaseSpec unknown =
                new DatabaseSpec("safe", "UTF8", "libc", "C", "xx_XX.UTF-8", null, null);
        Prepared prepared =
                new Preparation(lab.server)
                        .prepare(
                                new Needs(
                                        unknown, Set.of(), Map.of(), Map.of(), Set.of(), Set.of()));
        assertThat(prepared.database()).isEqualTo("safe");
    }

    @Test
    void rulesOfTheSourcesOwnSortTheDatabase() throws Exception {
        assumeTrue(lab.installation.major() >= 16, "the installed PostgreSQL has no ICU_RULES");
        Prepared prepared = prepareWithRules("ruled", "&a < g <<< 'x'");
        assertThat(prepared.findings()).isEmpty();
        assertThat(lab.ask("ruled", "SELECT daticurules FROM pg_database WHERE datname = 'ruled'"))
                .isEqualTo("&a < g <<< 'x'");
        assertThat(
                        lab.ask(
                                "ruled",
                                "SELECT string_agg(v, '' ORDER BY v) FROM (VALUES ('b'), ('g')) x(v)"))
                .isEqualTo("gb");
    }

    @Test
    void rulesThatThisServerCannotTakeAreSaidToBeMissing() {
        assumeTrue(lab.installation.major() < 16, "the installed PostgreSQL has ICU_RULES");
        Prepared prepared = prepareWithRules("unruled", "&a < g");
        assertThat(prepared.findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.LOCALE_MISSING);
                    assertThat(f.message()).contains("rules of its own");
                });
    }

    private static Prepared prepareWithRules(String name, String rules) {
        DatabaseSpec spec = new DatabaseSpec(name, "UTF8", "icu", "C", "C", "und", rules);
        return new Preparation(lab.server)
                .prepare(new Needs(spec, Set.of(), Map.of(), Map.of(), Set.of(), Set.of()));
    }

    @Test
    void whatOnlyLooksLikeACopyIsTextAlsoWithinATransaction() throws Exception {
        String script =
                """
                BEGIN;
                CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$
                SELECT '
                COPY public.nothing (a) FROM stdin;
                1
                \\.
                '::text $$;
                CREATE TABLE t (a int);
                COPY t (a) FROM stdin;
                7
                \\.
                COMMIT;
                """;
        assertThat(lab.script(script, lab.prepare("text")).findings()).isEmpty();
        assertThat(lab.ask("text", "SELECT length(f()) || ' ' || a FROM t")).isEqualTo("42 7");
    }

    @Test
    void aRoleThatNoListNamesIsFoundOutAndMade() throws Exception {
        lab.create("regrole", "CREATE TABLE t (r regrole)", "INSERT INTO t VALUES ('seller')");
        Path archive = lab.dump("regrole", "regrole.dump", "-Fc");
        lab.execute("postgres", "ALTER ROLE seller RENAME TO seller_away");
        try {
            RestoreOutcome outcome =
                    lab.restore(archive, Payload.Format.CUSTOM, lab.prepare("regrole2"));
            assertThat(outcome.findings()).isEmpty();
            assertThat(lab.ask("regrole2", "SELECT count(*) FROM t")).isEqualTo("1");
        } finally {
            lab.execute(
                    "postgres",
                    "DROP DATABASE IF EXISTS regrole2",
                    "DROP ROLE IF EXISTS seller",
                    "ALTER ROLE seller_away RENAME TO seller");
        }
    }

    @Test
    void orphansAreBlamedOnTheSourceWithTheirConstraint() throws Exception {
        lab.create(
                "orphans",
                "CREATE TABLE p (id int PRIMARY KEY)",
                "CREATE TABLE c (id int, p int)",
                "INSERT INTO c VALUES (1, 77)",
                "ALTER TABLE c ADD CONSTRAINT c_p_fkey FOREIGN KEY (p) REFERENCES p NOT VALID",
                "UPDATE pg_constraint SET convalidated = true WHERE conname = 'c_p_fkey'");
        Path archive = lab.dump("orphans", "orphans.dump", "-Fc");
        RestoreOutcome outcome =
                lab.restore(archive, Payload.Format.CUSTOM, lab.prepare("orphans2"));
        assertThat(outcome.findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.CONSTRAINT_VIOLATED);
                    assertThat(f.object()).isEqualTo("public.c c_p_fkey");
                    assertThat(f.message()).doesNotContain("77");
                });
        assertThat(outcome.unrestored())
                .singleElement()
                .satisfies(u -> assertThat(u.desc()).isEqualTo("FK CONSTRAINT"));
        assertThat(outcome.complete()).isTrue();
    }

    @Test
    void aFailedCopyInAScriptTakesNothingElseWithIt() {
        RestoreOutcome outcome =
                lab.script(
                        """
                        CREATE TABLE a (x nonsense, y int);
                        CREATE TABLE b (x int);
                        COPY a (x, y) FROM stdin;
                        it's	1
                        \\N	2
                        \\.
                        COPY b (x) FROM stdin;
                        1
                        2
                        \\.
                        SELECT pg_catalog.setval('nothing', 3, true);
                        """,
                        lab.prepare("failed_copy"));
        assertThat(outcome.findings())
                .extracting(Finding::code)
                .containsOnly(FindingCode.RESTORE_ENTRY_FAILED);
        assertThat(outcome.findings()).hasSize(2);
        assertThat(outcome.findings().getFirst().consequences()).isEqualTo(1);
        assertThat(outcome.findings().getFirst().message()).contains("type \"nonsense\"");
        assertThat(outcome.complete()).isTrue();
    }

    @Test
    void aTruncatedTarOnWhichPgRestoreLoopsIsStopped() throws Exception {
        Path tar = lab.dump("shop", "whole.tar", "-Ft");
        byte[] whole = java.nio.file.Files.readAllBytes(tar);
        Path cut = lab.work.path().resolve("cut.tar");
        java.nio.file.Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));
        lab.work.admit(cut);
        Payload.Archive archive = new Payload.Archive(cut, Payload.Format.TAR);
        RestoreOrder order = lab.order(archive, lab.entries(tar));
        RestoreOutcome outcome =
                new Restore(lab.server)
                        .run(
                                lab.prepare("cut", "seller"),
                                new RestoreOrder(
                                        archive,
                                        order.sourceMajor(),
                                        order.entries(),
                                        java.util.Map.of("public.sales", "its data is cut off"),
                                        0,
                                        2,
                                        order.timeLimit(),
                                        order.loginTriggers(),
                                        order.diskLimitBytes(),
                                        order.progress()));
        assertThat(outcome.complete()).isFalse();
        assertThat(outcome.findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.RESTORE_TIMEOUT);
                    assertThat(f.message()).contains("read nothing");
                });
        assertThat(
                        SecondOpinion.of(lab.installation, archive, java.time.Duration.ofMinutes(1))
                                .answer())
                .isEqualTo(SecondOpinion.Answer.LOOPED);
    }

    @Test
    void pgRestoreItselfSaysWhetherAnArchiveIsReadable() throws Exception {
        Path archive = lab.dump("shop", "opinion.dump", "-Fc");
        java.time.Duration limit = java.time.Duration.ofMinutes(1);
        Payload.Archive whole = new Payload.Archive(archive, Payload.Format.CUSTOM);
        assertThat(SecondOpinion.of(lab.installation, whole, limit).answer())
                .isEqualTo(SecondOpinion.Answer.READABLE);
        assertThat(SecondOpinion.of(lab.installation, whole, java.time.Duration.ZERO).answer())
                .isEqualTo(SecondOpinion.Answer.OUT_OF_TIME);
        byte[] bytes = java.nio.file.Files.readAllBytes(archive);
        java.nio.file.Files.write(archive, java.util.Arrays.copyOf(bytes, bytes.length - 3000));
        SecondOpinion opinion = SecondOpinion.of(lab.installation, whole, limit);
        assertThat(opinion.answer()).isEqualTo(SecondOpinion.Answer.DAMAGED);
        assertThat(opinion.words()).isNotEmpty();
    }
}
