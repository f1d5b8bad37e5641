package dev.muster.restore.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainSqlTest {
    private static final String HEAD =
            """
            --
            -- PostgreSQL database dump
            --

            \\restrict abc

            -- Dumped from database version 15.4
            -- Dumped by pg_dump version 15.4

            SET client_encoding = 'UTF8';
            SET standard_conforming_strings = on;
            SELECT pg_catalog.set_config('search_path', '', false);

            """;
    private static final String ITEM =
            """
            --
            -- Name: item; Type: TABLE; Schema: public; Owner: shop owner
            --

            CREATE TABLE public.item (
                id integer DEFAULT nextval('s'::regclass),
                name text
            );


            ALTER TABLE public.item OWNER TO "shop owner";

            --
            -- Data for Name: item; Type: TABLE DATA; Schema: public; Owner: shop owner
            --

            COPY public.item (id, name) FROM stdin;
            1\tbread; -- no comment
            2\t\\N
            3\tit's
            \\.


            """;
    private static final String END =
            """
            --
            -- PostgreSQL database dump complete
            --

            \\unrestrict abc

            """;

    @TempDir Path directory;

    @Test
    void entriesRowsOwnersAndVersionsAreRead() {
        ArchiveContents contents = read(HEAD + ITEM + END);

        assertThat(contents.format()).isEqualTo(ArchiveFormat.PLAIN);
        assertThat(contents.serverMajor()).isEqualTo(15);
        assertThat(contents.encoding()).isEqualTo("UTF8");
        DatabaseContents database = contents.databases().getFirst();
        assertThat(database.entries())
                .extracting(TocEntry::desc, TocEntry::tag)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("TABLE", "item"),
                        org.assertj.core.groups.Tuple.tuple("TABLE DATA", "item"));
        assertThat(database.names().roles()).containsExactly("shop owner");
        assertThat(rows(contents)).isEqualTo(3);
        assertThat(contents.findings()).isEmpty();
        assertThat(contents.hostile()).isEmpty();
    }

    @Test
    void dumpWithoutCommentsIsReadFromItsStatements() {
        String sql =
                (HEAD + ITEM + END)
                                .lines()
                                .filter(l -> !l.startsWith("--"))
                                .reduce("", (a, b) -> a + b + "\n")
                        + "ALTER TABLE ONLY public.item ADD CONSTRAINT item_pkey PRIMARY KEY (id);\n"
                        + "ALTER TABLE ONLY public.item ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES x(y);\n"
                        + "CREATE INDEX i ON public.item USING btree (name);\n";
        ArchiveContents contents = read(sql);

        assertThat(contents.databases().getFirst().entries())
                .extracting(TocEntry::desc)
                .containsExactly("TABLE", "TABLE DATA", "CONSTRAINT", "FK CONSTRAINT", "INDEX");
        assertThat(rows(contents)).isEqualTo(3);
        assertThat(contents.findings()).isEmpty();
    }

    @Test
    void cutWithinDataNamesTheTableAndItsRows() {
        String whole = HEAD + ITEM + END;
        ArchiveContents contents = read(whole.substring(0, whole.indexOf("it's") + 2));

        assertThat(contents.findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.DUMP_INCOMPLETE);
                    assertThat(f.object()).isEqualTo("public.item");
                    assertThat(f.message()).contains("after 2 rows");
                });
    }

    @Test
    void missingClosingLineIsFound() {
        assertThat(codes(read(HEAD + ITEM))).containsExactly(FindingCode.DUMP_INCOMPLETE);
    }

    @Test
    void messageOfPgDumpIsFoundAndDataThatReadsLikeOneIsNot() {
        assertThat(codes(read(HEAD + ITEM + "pg_dump: error: query failed\n")))
                .containsExactly(FindingCode.DUMP_HOLDS_ERROR_TEXT);
        String log = "COPY public.log (line) FROM stdin;\npg_dump: error: query failed\n\\.\n\n";
        assertThat(codes(read(HEAD + ITEM + log + END))).isEmpty();
        assertThat(codes(read(HEAD + log.replace("(line)", "(a, b)") + END)))
                .containsExactly(FindingCode.DUMP_HOLDS_ERROR_TEXT);
    }

    @Test
    void lineEndsOfWindowsAreAWarning() {
        ArchiveContents contents = read((HEAD + ITEM + END).replace("\n", "\r\n"));

        assertThat(codes(contents)).containsExactly(FindingCode.LINE_ENDS_CHANGED);
        assertThat(rows(contents)).isEqualTo(3);
    }

    @Test
    void announcedDataThatNeverCameAreFound() {
        String lost =
                """
                --
                -- Data for Name: gone; Type: TABLE DATA; Schema: public; Owner: x
                --

                """;
        assertThat(read(HEAD + ITEM + lost + END).findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.ARCHIVE_DATA_MISSING);
                    assertThat(f.object()).isEqualTo("public.gone");
                });
    }

    @Test
    void rolesInColumnsOfRolesAreRead() {
        String table =
                """
                --
                -- Name: r; Type: TABLE; Schema: public; Owner: x
                --

                CREATE TABLE public.r (
                    a integer,
                    who regrole
                );

                COPY public.r (a, who) FROM stdin;
                1\treader
                2\t"Quoted""Role"
                3\t-
                \\.

                """;

        assertThat(read(HEAD + table + END).databases().getFirst().names().roles())
                .containsExactlyInAnyOrder("x", "reader", "Quoted\"Role");
    }

    @Test
    void rolesAreFoundWhereverAStatementNamesOne() {
        String sql =
                """
                GRANT SELECT(id),UPDATE(id) ON TABLE public.item TO a WITH GRANT OPTION;
                REVOKE ALL ON SCHEMA public FROM PUBLIC;
                ALTER DEFAULT PRIVILEGES FOR ROLE b IN SCHEMA s REVOKE ALL ON TABLES FROM c;
                CREATE POLICY p ON public.item FOR SELECT TO d, "E e" USING ((x = 'to z'));
                CREATE USER MAPPING FOR f SERVER s OPTIONS (password 'to y');
                CREATE SCHEMA AUTHORIZATION g;
                SET SESSION AUTHORIZATION 'h';
                CREATE FUNCTION q() RETURNS int LANGUAGE sql SET role TO 'i'
                    BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;
                COMMENT ON TABLE t IS 'GRANT x TO w;';
                """;

        assertThat(read(sql).databases().getFirst().names().roles())
                .containsExactlyInAnyOrder("a", "b", "c", "d", "E e", "f", "g", "h", "i");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\! touch x\n",
                "SELECT 1; \\! touch x\n",
                "/* c */ \\copy t to program 'x'\n",
                "COPY t TO PROGRAM 'x';\n",
                "copy (select 1) to /* c */ program 'x';\n",
                "COPY t FROM '/etc/passwd';\n",
                "ALTER SYSTEM SET a = b;\n",
                "SELECT lo_export(1, 'x');\n",
                "\\set x `touch x`\n",
                "\\connect \"host=10.0.0.1 dbname=x\"\n",
                "\\q\n",
                "SELECT $a$ $b$ $a$ \\g |sh\n"
            })
    void hostileCommandsAreFoundAndNeverGivenOut(String command) throws IOException {
        String sql = HEAD + ITEM + command + END;

        assertThat(read(sql).hostile()).isNotEmpty();
        StringBuilder given = new StringBuilder();
        assertThatThrownBy(() -> safe(sql, given))
                .isInstanceOf(FindingException.class)
                .extracting(e -> ((FindingException) e).finding().code())
                .isEqualTo(FindingCode.HOSTILE_COMMAND);
        assertThat(given.toString()).doesNotContain("touch", "PROGRAM", "passwd", "export", "\\");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COMMENT ON TABLE t IS 'COPY t TO PROGRAM ''x''; \\! ls';\n",
                "COMMENT ON TABLE t IS E'it\\'s; \\\\! ls';\n",
                "CREATE FUNCTION f() RETURNS int AS $_$ \\! ls; COPY t TO 'x'; $$ $_$ LANGUAGE sql;\n",
                "COPY t FROM stdin;\n\\N\t\\\\!\n\\.\n",
                "CREATE TABLE \"\\! ls\" (\"a;b\" int);\n"
            })
    void whatOnlyLooksHostileIsGivenOutUnchanged(String statement) throws IOException {
        String sql = statement + "SELECT 1;\n";

        assertThat(read(sql).hostile()).isEmpty();
        assertThat(safe(sql, new StringBuilder())).containsExactly("null: " + sql);
    }

    @Test
    void dumpallIsReadAndGivenOutDatabaseByDatabase() throws IOException {
        String sql =
                "--\n-- PostgreSQL database cluster dump\n--\n\nCREATE ROLE \"a b\";\n\\connect template1\n"
                        + HEAD
                        + END
                        + "--\n-- Name: shop; Type: DATABASE; Schema: -; Owner: x\n--\n\n"
                        + "CREATE DATABASE shop WITH TEMPLATE = template0 ENCODING = 'LATIN1'"
                        + " LOCALE_PROVIDER = libc LOCALE = 'de_DE.ISO-8859-1';\n\n"
                        + "\\connect -reuse-previous=on \"dbname='shop'\"\n"
                        + HEAD
                        + ITEM
                        + END
                        + "--\n-- PostgreSQL database cluster dump complete\n--\n\n";
        ArchiveContents contents = read(sql);

        assertThat(contents.format()).isEqualTo(ArchiveFormat.DUMPALL);
        assertThat(contents.rolesCreated()).containsExactly("a b");
        assertThat(contents.databases())
                .extracting(DatabaseContents::name)
                .containsExactly("template1", "shop");
        DatabaseContents shop = contents.databases().getLast();
        assertThat(shop.encoding()).isEqualTo("LATIN1");
        assertThat(shop.locale().collate()).isEqualTo("de_DE.ISO-8859-1");
        assertThat(Census.count(contents, 1, d -> {}, () -> false).of(shop).tables()).hasSize(1);
        assertThat(contents.findings()).isEmpty();
        assertThat(Judgement.completeness(contents)).isEmpty();
        List<String> sections = safe(sql, new StringBuilder());
        assertThat(sections).hasSize(3);
        assertThat(sections.get(1)).startsWith("template1: ").doesNotContain("CREATE DATABASE");
        assertThat(sections.get(2))
                .startsWith("shop: ")
                .contains("3\tit's\n\\.\n")
                .doesNotContain("\\unrestrict");
    }

    @Test
    void connectingAgainGoesOnInTheSameDatabase() {
        String sql = "\\connect shop\n" + HEAD + ITEM + "\\connect shop\n" + END;
        ArchiveContents contents = read(sql);

        assertThat(contents.databases()).hasSize(1);
        assertThat(
                        Census.count(contents, 1, done -> {}, () -> false)
                                .of(contents.databases().getFirst())
                                .tables())
                .hasSize(1);
    }

    @Test
    void aSequencesNameIsThatOfItsStatement() {
        String sql =
                HEAD
                        + "--\n-- Name: s q; Type: SEQUENCE SET; Schema: a b; Owner: x\n--\n\n"
                        + "SELECT pg_catalog.setval('\"a\nb\".\"s\nq\"', 7, true);\n\n"
                        + END;
        assertThat(read(sql).databases().getFirst().all("SEQUENCE SET"))
                .extracting(TocEntry::namespace, TocEntry::tag)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("a\nb", "s\nq"));
    }

    @Test
    void aScriptMayEndWithItsOwnQuit() throws IOException {
        String sql = HEAD + ITEM + END + "\\q\n-- bye\n\n";
        ArchiveContents contents = read(sql);

        assertThat(contents.hostile()).isEmpty();
        assertThat(contents.findings()).isEmpty();
        assertThat(safe(sql, new StringBuilder())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\connect shop\n",
                "\\connect \"shop\";\n",
                "\\c shop ;\n",
                "\\connect -reuse-previous=on \"dbname='shop'\";\n"
            })
    void databasesAreConnectedToAsPsqlReadsIt(String connect) throws IOException {
        String sql = connect + HEAD + ITEM + END;
        ArchiveContents contents = read(sql);

        assertThat(contents.hostile()).isEmpty();
        assertThat(contents.databases()).extracting(DatabaseContents::name).containsExactly("shop");
        assertThat(safe(sql, new StringBuilder())).last().asString().startsWith("shop: ");
    }

    @Test
    void aDatabasesNameIsReadAlikeWhateverTheEncodingBeforeIt() throws IOException {
        String sql = "SET client_encoding = 'LATIN1';\n\\connect \"größe\"\n" + HEAD + ITEM + END;
        for (Charset charset : List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_8)) {
            Path file = Files.write(directory.resolve(charset.name()), sql.getBytes(charset));
            List<String> sections = new ArrayList<>();
            try (SafeSql safe = SafeSql.open(file, SafeSql.Scope.SERVER)) {
                for (var section = safe.next(); section != null; section = safe.next()) {
                    sections.add(String.valueOf(section.database()));
                    section.sql().transferTo(OutputStream.nullOutputStream());
                }
            }
            assertThat(Archive.read(file, Integer.MAX_VALUE, _ -> {}, () -> false).databases())
                    .extracting(DatabaseContents::name)
                    .containsExactly("größe");
            assertThat(sections).containsExactly("null", "größe");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "JOHAB, x-Johab, 한글",
        "EUC_TW, x-EUC-TW, 功能",
        "EUC_JIS_2004, EUC-JP, 表示",
        "SHIFT_JIS_2004, x-SJIS_0213, 表示",
        "SJIS, windows-31j, 表示",
        "BIG5, Big5, 許功",
        "LATIN10, ISO-8859-16, țș"
    })
    void namesAreReadInTheEncodingOfTheScript(String encoding, String charset, String name)
            throws IOException {
        String sql =
                (HEAD + ITEM + END)
                        .replace("'UTF8'", "'" + encoding + "'")
                        .replace("public.item", "public.\"" + name + "\"")
                        .replace("item;", name + ";");
        Path file =
                Files.write(directory.resolve("dump.sql"), sql.getBytes(Charset.forName(charset)));

        assertThat(
                        Archive.read(file, Integer.MAX_VALUE, _ -> {}, () -> false)
                                .databases()
                                .getFirst()
                                .tables())
                .containsOnlyKeys(new QualifiedName("public", name));
    }

    /** As byte E0 lies in them; Java writes neither. */
    @ParameterizedTest
    @CsvSource({"LATIN6, \u0101", "LATIN8, \u00e0", "LATIN9, \u00e0"})
    void namesAreReadInEncodingsThatJavaDoesNotKnow(String encoding, String letter)
            throws IOException {
        String sql = HEAD.replace("'UTF8'", "'" + encoding + "'") + "CREATE TABLE \"\u00e0\" ();\n";
        Path file =
                Files.write(
                        directory.resolve("dump.sql"), sql.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(
                        Archive.read(file, Integer.MAX_VALUE, _ -> {}, () -> false)
                                .databases()
                                .getFirst()
                                .entries())
                .extracting(TocEntry::tag)
                .containsExactly(letter);
    }

    @Test
    void noiseBehindTheEndIsOneFinding() {
        assertThat(codes(read(HEAD + ITEM + END + "x\\y\u0001\u0000; 'z\n")))
                .containsExactly(FindingCode.TRAILING_GARBAGE);
    }

    @Test
    void judgementNamesWhatIsMissingAndLeavesSmallHealthyDumpsAlone() {
        String define = ITEM.substring(0, ITEM.indexOf("--\n-- Data"));
        String load = ITEM.substring(define.length());
        assertThat(judged(HEAD + define + END)).containsExactly(FindingCode.ARCHIVE_SCHEMA_ONLY);
        assertThat(judged(HEAD + load + END)).containsExactly(FindingCode.ARCHIVE_DATA_ONLY);
        assertThat(judged(HEAD + END)).containsExactly(FindingCode.ARCHIVE_HAS_NO_OBJECTS);
        assertThat(judged(HEAD + define.replace("item", "other") + ITEM + END))
                .containsExactly(FindingCode.ARCHIVE_TABLE_DATA_EXCLUDED);
        assertThat(
                        judged(
                                HEAD
                                        + define.replace("TABLE public", "UNLOGGED TABLE public")
                                                .replace("item", "u")
                                        + ITEM
                                        + END))
                .isEmpty();
        assertThat(
                        judged(
                                HEAD
                                        + "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'select 1';\n"
                                        + END))
                .isEmpty();
        assertThat(judged(HEAD + "CREATE VIEW v AS SELECT 1;\n" + END)).isEmpty();
        assertThat(
                        judged(
                                HEAD
                                        + ITEM
                                        + ITEM.replace("item", "b")
                                        + ITEM.replace("item", "c")
                                        + END))
                .containsExactly(FindingCode.ARCHIVE_HAS_NO_KEYS);
    }

    @Test
    void sequenceThatIsAnnouncedAndNeverSetIsMissing() {
        String set =
                """
                --
                -- Name: ticket; Type: SEQUENCE SET; Schema: public; Owner: postgres
                --

                SELECT pg_catalog.setval('public.ticket', 500, true);


                """;

        assertThat(read(HEAD + ITEM + set + END).findings()).isEmpty();
        assertThat(read(HEAD + ITEM + set.replace("SELECT", "-- SELECT") + END).findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.ARCHIVE_DATA_MISSING);
                    assertThat(f.object()).isEqualTo("public.ticket");
                });
    }

    @Test
    void dataThatStandTwiceAreCorrupt() {
        String data = ITEM.substring(ITEM.indexOf("--\n-- Data for"));

        assertThat(read(HEAD + ITEM + data + END).findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.ARCHIVE_CORRUPT);
                    assertThat(f.object()).isEqualTo("public.item");
                });
        // Two partitions that are loaded through their root.
        String partitions = data.replace("Name: item;", "Name: item_1;");
        partitions += data.replace("Name: item;", "Name: item_2;");
        assertThat(codes(read(HEAD + ITEM + partitions + END))).isEmpty();
    }

    @Test
    void largeObjectsWithoutDataAreMissing() {
        String made =
                """
                --
                -- Name: 901; Type: BLOB; Schema: -; Owner: postgres
                --

                SELECT pg_catalog.lo_create('901');


                """;
        String data =
                """
                --
                -- Data for Name: BLOBS; Type: BLOBS; Schema: -; Owner: -
                --

                BEGIN;

                SELECT pg_catalog.lo_open('901', 131072);
                SELECT pg_catalog.lowrite(0, '\\x6c6f62');
                SELECT pg_catalog.lo_close(0);

                COMMIT;

                """;

        assertThat(read(HEAD + ITEM + made + data + END).findings()).isEmpty();
        assertThat(codes(read(HEAD + ITEM + made + END)))
                .containsExactly(FindingCode.LARGE_OBJECTS_MISSING);
    }

    @Test
    void databaseOfAClusterIsRestoredIntoItselfOrTheDumpIsCorrupt() {
        String one = ofCluster("one");
        String all = "--\n-- PostgreSQL database cluster dump\n--\n\n";
        String end = "--\n-- PostgreSQL database cluster dump complete\n--\n\n";

        assertThat(codes(read(all + one + ofCluster("a\"b") + end))).isEmpty();
        assertThat(
                        read(all
                                        + one
                                        + ofCluster("two").replace("\\connect two", "\\connect one")
                                        + end)
                                .findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.ARCHIVE_CORRUPT);
                    assertThat(f.object()).isEqualTo("\"two\" (it connects to \"one\")");
                });
        assertThat(read(all + one.replaceAll("CREATE DATABASE.*\n", "") + end).findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.ARCHIVE_CORRUPT);
                    assertThat(f.object()).isEqualTo("one");
                    assertThat(f.message()).contains("psql would end there");
                });
    }

    /** A database as pg_dumpall writes it. */
    private static String ofCluster(String name) {
        String quoted = name.matches("[a-z]+") ? name : '"' + name.replace("\"", "\"\"") + '"';
        return "--\n-- Database \"%s\" dump\n--\n\n".formatted(name)
                + HEAD
                + "--\n-- Name: %s; Type: DATABASE; Schema: -; Owner: postgres\n--\n\n"
                        .formatted(name)
                + "CREATE DATABASE %s WITH TEMPLATE = template0;\n\n".formatted(quoted)
                + (quoted.equals(name)
                        ? "\\connect " + name
                        : "\\connect -reuse-previous=on \"dbname='"
                                + name.replace("\"", "\"\"")
                                + "'\"")
                + "\n\n"
                + ITEM
                + END;
    }

    @Test
    void ageIsJudgedWithADayOfTolerance() {
        ArchiveContents contents =
                read(
                        HEAD.replace(
                                        "-- Dumped by",
                                        "-- Started on 2026-11-22 23:00:00 CET\n-- Dumped by")
                                + ITEM
                                + END);
        Instant made = Instant.parse("2026-11-22T23:00:00Z");
        Duration week = Duration.ofDays(7);

        assertThat(Judgement.age(contents, made.plusSeconds(3600), made.plus(week), week))
                .isEmpty();
        assertThat(
                        Judgement.age(
                                contents,
                                made.minusSeconds(50_000),
                                made.minusSeconds(50_000),
                                week))
                .isEmpty();
        assertThat(
                        Judgement.age(
                                contents,
                                made.plus(Duration.ofDays(400)),
                                made.plus(Duration.ofDays(401)),
                                week))
                .extracting(Finding::code)
                .containsExactly(FindingCode.ARCHIVE_STALE);
        assertThat(Judgement.age(contents, made, made.minus(Duration.ofDays(3)), week))
                .extracting(Finding::code)
                .containsExactly(FindingCode.ARCHIVE_FROM_THE_FUTURE);
    }

    @Test
    void noDamageMakesReadingFailOtherwiseThanWithAFinding() throws IOException {
        byte[] whole = (HEAD + ITEM + END).getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x55;
            for (byte[] damaged : List.of(flipped, Arrays.copyOf(whole, at))) {
                try {
                    Path file = Files.write(directory.resolve("damaged"), damaged);
                    Judgement.completeness(
                            Archive.read(file, Integer.MAX_VALUE, _ -> {}, () -> false));
                    try (SafeSql safe = SafeSql.open(file, SafeSql.Scope.SERVER)) {
                        for (var s = safe.next(); s != null; s = safe.next()) {
                            s.sql().readAllBytes();
                        }
                    }
                } catch (FindingException e) {
                    assertThat(e.finding().message()).isNotBlank();
                }
            }
        }
    }

    private List<FindingCode> judged(String sql) {
        return Judgement.completeness(read(sql)).stream().map(Finding::code).toList();
    }

    private static List<FindingCode> codes(ArchiveContents contents) {
        return contents.findings().stream().map(Finding::code).toList();
    }

    private static long rows(ArchiveContents contents) {
        return Census.count(contents, 1, done -> {}, () -> false).rows();
    }

    private List<String> safe(String sql, StringBuilder given) throws IOException {
        List<String> sections = new ArrayList<>();
        try (SafeSql safe = SafeSql.open(write(sql), SafeSql.Scope.SERVER)) {
            for (var section = safe.next(); section != null; section = safe.next()) {
                StringBuilder text = new StringBuilder();
                byte[] buffer = new byte[7];
                for (int n = section.sql().read(buffer); n >= 0; n = section.sql().read(buffer)) {
                    String part = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
                    text.append(part);
                    if (!part.contains("\\")) {
                        given.append(part);
                    }
                }
                sections.add(section.database() + ": " + text);
            }
        }
        return sections;
    }

    private ArchiveContents read(String sql) {
        return Archive.read(write(sql), Integer.MAX_VALUE, _ -> {}, () -> false);
    }

    private Path write(String sql) {
        try {
            return Files.writeString(directory.resolve("dump.sql"), sql);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
