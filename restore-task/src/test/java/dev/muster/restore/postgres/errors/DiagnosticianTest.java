package dev.muster.restore.postgres.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Severity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DiagnosticianTest {
    private static final List<Entry> SHOP =
            List.of(
                    new Entry(2, "EXTENSION", "", "postgis", List.of()),
                    new Entry(10, "TABLE", "public", "place", List.of(2)),
                    new Entry(11, "TABLE", "public", "visit", List.of()),
                    new Entry(12, "VIEW", "public", "busy", List.of(11, 10)),
                    new Entry(20, "TABLE DATA", "public", "place", List.of(10)),
                    new Entry(21, "TABLE DATA", "public", "visit", List.of(11)),
                    new Entry(30, "CONSTRAINT", "public", "place place_pkey", List.of(10)),
                    new Entry(31, "INDEX", "public", "place_idx", List.of(10)),
                    new Entry(40, "FK CONSTRAINT", "public", "visit visit_fk", List.of(11, 30)));

    private static Diagnosis diagnose(Circumstances circumstances, String messages) {
        return Diagnostician.diagnose(read(messages).errors(), SHOP, circumstances);
    }

    private static ErrorSink read(String messages) {
        ErrorSink sink = new ErrorSink();
        PgRestoreMessages reader = new PgRestoreMessages(sink, () -> {});
        messages.lines().forEach(reader::line);
        reader.end();
        return sink;
    }

    private static Circumstances same() {
        return new Circumstances(15, 15, false, true, Set.of(), Map.of());
    }

    @Test
    void aDeadlockBetweenTheRestoresOwnSessionsIsNotTheBackups() {
        Diagnosis diagnosis =
                diagnose(
                        same(),
                        """
                        pg_restore: while PROCESSING TOC:
                        pg_restore: from TOC entry 31; 0 0 INDEX ATTACH place_idx postgres
                        pg_restore: error: could not execute query: ERROR:  deadlock detected
                        DETAIL:  Process 71 waits for AccessExclusiveLock on relation 16437 of database 16384; blocked by process 72.
                        HINT:  See server log for query details.
                        Command was: ALTER INDEX public.all_idx ATTACH PARTITION public.place_idx;
                        """);
        assertThat(diagnosis.findings())
                .extracting(Finding::cause, Finding::code)
                .containsExactly(tuple(Cause.ENVIRONMENT, FindingCode.RESTORE_TOOL_FAILED));
        assertThat(diagnosis.findings().getFirst().message()).contains("deadlock detected");
    }

    @Test
    void allThatFollowsFromAMissingExtensionIsCountedUnderIt() {
        Diagnosis diagnosis =
                diagnose(
                        same(),
                        """
                        pg_restore: while PROCESSING TOC:
                        pg_restore: from TOC entry 2; 3079 16 EXTENSION postgis (no owner)
                        pg_restore: error: could not execute query: ERROR:  could not open extension control file "/usr/share/postgresql/15/extension/postgis.control": No such file or directory
                        Command was: CREATE EXTENSION IF NOT EXISTS postgis WITH SCHEMA public;


                        pg_restore: from TOC entry 10; 1259 16435 TABLE place postgres
                        pg_restore: error: could not execute query: ERROR:  type "public.geometry" does not exist
                        LINE 3:     spot public.geometry(Point,4326)
                                         ^
                        Command was: CREATE TABLE public.place (
                            id integer NOT NULL,
                            spot public.geometry(Point,4326)
                        );


                        pg_restore: from TOC entry 12; 1259 16436 VIEW busy postgres
                        pg_restore: error: could not execute query: ERROR:  relation "public.place" does not exist
                        Command was: CREATE VIEW public.busy AS SELECT 1;
                        pg_restore: from TOC entry 31; 1259 16437 INDEX place_idx postgres
                        pg_restore: error: could not execute query: ERROR:  relation "public.place" does not exist
                        Command was: CREATE INDEX place_idx ON public.place USING gist (spot);
                        pg_restore: warning: errors ignored on restore: 4
                        """);
        assertThat(diagnosis.findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.EXTENSION_MISSING);
                    assertThat(f.object()).isEqualTo("postgis");
                    assertThat(f.cause()).isEqualTo(Cause.ENVIRONMENT);
                    assertThat(f.consequences()).isEqualTo(4);
                });
        assertThat(diagnosis.unrestored())
                .extracting(Unrestored::dumpId)
                .containsExactlyInAnyOrder(2, 10, 12, 31, 20);
        assertThat(diagnosis.unrestored()).allMatch(Unrestored::byEnvironment);
    }

    @Test
    void messagesOfParallelWorkersAreToldApartByTheirCommands() {
        Diagnosis diagnosis =
                diagnose(
                        same(),
                        """
                        pg_restore: from TOC entry 31; 1259 16437 INDEX place_idx postgres
                        pg_restore: from TOC entry 40; 2606 16437 FK CONSTRAINT visit visit_fk postgres
                        pg_restore: pg_restore: error: error: could not execute query: ERROR:  could not create unique index "place_pkey"
                        DETAIL:  Key (id)=(4711) is duplicated.
                        Command was: ALTER TABLE ONLY public.place
                            ADD CONSTRAINT place_pkey PRIMARY KEY (id);
                        pg_restore: error: could not execute query: ERROR:  there is no unique constraint matching given keys for referenced table "place"
                        Command was: ALTER TABLE ONLY public.visit
                            ADD CONSTRAINT visit_fk FOREIGN KEY (place) REFERENCES public.place(id);
                        """);
        assertThat(diagnosis.findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.CONSTRAINT_VIOLATED);
                    assertThat(f.object()).isEqualTo("public.place place_pkey");
                    assertThat(f.consequences()).isEqualTo(1);
                    assertThat(f.message()).doesNotContain("4711");
                });
        assertThat(diagnosis.unrestored()).extracting(Unrestored::dumpId).containsExactly(30, 40);
    }

    @Test
    void foreignKeysThatMissRowsOfOneTableAreOneRootCause() {
        String key =
                """
                pg_restore: from TOC entry 4%1$d; 2606 16437 FK CONSTRAINT %2$s %2$s_fk postgres
                pg_restore: error: could not execute query: ERROR:  insert or update on table "%2$s" violates foreign key constraint "%2$s_fk"
                DETAIL:  Key (place)=(77) is not present in table "%3$s".
                Command was: ALTER TABLE ONLY public.%2$s
                    ADD CONSTRAINT %2$s_fk FOREIGN KEY (place) REFERENCES public.%3$s(id);
                """;
        String alone = key.formatted(0, "visit", "place");
        assertThat(diagnose(same(), alone).findings())
                .singleElement()
                .satisfies(f -> assertThat(f.object()).isEqualTo("public.visit visit_fk"));
        String three =
                alone
                        + key.formatted(1, "photo", "place")
                        + key.formatted(2, "note", "place")
                        + key.formatted(3, "fee", "visit");
        List<Finding> findings = diagnose(same(), three).findings();
        assertThat(findings)
                .extracting(Finding::object, Finding::consequences)
                .containsExactly(tuple("public.place", 2), tuple("public.fee fee_fk", 0));
        assertThat(findings).allMatch(f -> f.code() == FindingCode.CONSTRAINT_VIOLATED);
        assertThat(findings.toString()).doesNotContain("77");
    }

    @Test
    void orphansFollowFromTheRowsThatCouldNotBeLoaded() {
        String messages =
                """
                pg_restore: from TOC entry 20; 0 16435 TABLE DATA place postgres
                pg_restore: error: COPY failed for table "place": ERROR:  invalid input syntax for type integer: "secret"
                CONTEXT:  COPY place, line 1, column id: "secret"
                pg_restore: from TOC entry 40; 2606 16437 FK CONSTRAINT visit visit_fk postgres
                pg_restore: error: could not execute query: ERROR:  insert or update on table "visit" violates foreign key constraint "visit_fk"
                DETAIL:  Key (place)=(77) is not present in table "place".
                Command was: ALTER TABLE ONLY public.visit
                    ADD CONSTRAINT visit_fk FOREIGN KEY (place) REFERENCES public.place(id);
                """;
        assertThat(diagnose(same(), messages).findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.DATA_INVALID);
                    assertThat(f.cause()).isEqualTo(Cause.BACKUP);
                    assertThat(f.consequences()).isEqualTo(1);
                    assertThat(f.toString()).doesNotContain("ret", "77");
                });
        Circumstances damaged =
                new Circumstances(
                        15,
                        15,
                        false,
                        true,
                        Set.of(),
                        Map.of("public.place", "its data is cut off"));
        assertThat(diagnose(damaged, messages).findings()).isEmpty();
        assertThat(diagnose(damaged, messages).unrestored()).hasSize(2);
    }

    @Test
    void syntaxThatTheOlderServerDoesNotKnowIsNoDefectOfTheBackup() {
        String messages =
                """
                pg_restore: from TOC entry 30; 2606 1 CONSTRAINT place place_pkey postgres
                pg_restore: error: could not execute query: ERROR:  syntax error at or near "NULLS"
                Command was: ALTER TABLE ONLY public.place
                    ADD CONSTRAINT place_pkey UNIQUE NULLS NOT DISTINCT (id);
                """;
        Circumstances older = new Circumstances(15, 13, false, true, Set.of(), Map.of());
        assertThat(diagnose(older, messages).findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.VERSION_INCOMPATIBLE);
        assertThat(diagnose(same(), messages).findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.RESTORE_ENTRY_FAILED);
    }

    @Test
    void whatNoRuleKnowsCountsAgainstTheBackup() {
        assertThat(
                        diagnose(
                                        same(),
                                        """
                                        pg_restore: from TOC entry 12; 1259 16436 VIEW busy postgres
                                        pg_restore: error: could not execute query: ERROR:  something nobody has seen
                                        Command was: CREATE VIEW public.busy AS SELECT 1;
                                        """)
                                .findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.RESTORE_ENTRY_FAILED);
                    assertThat(f.cause()).isEqualTo(Cause.BACKUP);
                    assertThat(f.severity()).isEqualTo(Severity.ERROR);
                });
    }

    @Test
    void noiseOfHealthyBackupsIsNoFinding() {
        ErrorSink sink =
                read(
                        """
                        pg_restore: error: could not execute query: ERROR:  unrecognized configuration parameter "transaction_timeout"
                        Command was: SET transaction_timeout = 0;
                        pg_restore: error: could not execute query: ERROR:  schema "public" already exists
                        Command was: CREATE SCHEMA public;
                        pg_restore: error: could not execute query: ERROR:  role "postgres" already exists
                        Command was: CREATE ROLE postgres;
                        pg_restore: error: could not execute query: ERROR:  directory "/srv/fast" does not exist
                        Command was: CREATE TABLESPACE fast OWNER postgres LOCATION '/srv/fast';
                        pg_restore: error: could not execute query: ERROR:  tablespace "fast" does not exist
                        Command was: COMMENT ON TABLESPACE fast IS 'x';
                        """);
        assertThat(sink.errors()).isEmpty();
        assertThat(sink.noise()).isEqualTo(5);
    }

    @Test
    void noiseLeavesRoomForWhatComesAfterIt() {
        ErrorSink sink = new ErrorSink();
        PgRestoreMessages reader = new PgRestoreMessages(sink, () -> {});
        for (int i = 0; i < 30_000; i++) {
            reader.line(
                    "pg_restore: error: could not execute query: ERROR:  relation \"public.t"
                            + i
                            + "\" does not exist");
            reader.line("Command was: DROP TABLE public.t" + i + ";");
        }
        reader.line("pg_restore: error: could not execute query: ERROR:  something new");
        reader.line("Command was: CREATE VIEW public.busy AS SELECT 1;");
        reader.end();
        assertThat(sink.count()).isEqualTo(30_001);
        assertThat(sink.noise()).isEqualTo(30_000);
        assertThat(sink.dropped()).isZero();
        assertThat(sink.errors())
                .singleElement()
                .extracting(RestoreError::message)
                .isEqualTo("something new");
    }

    @Test
    void errorsBeyondTheLimitAreCounted() {
        ErrorSink sink = new ErrorSink();
        for (int i = 0; i < 25_000; i++) {
            sink.add(RestoreError.ofTool(null, "something new " + i, i));
        }
        assertThat(sink.errors()).hasSize(20_000);
        assertThat(sink.dropped()).isEqualTo(5_000);
        assertThat(sink.hasErrorAtLine(24_999)).isTrue();
        assertThat(sink.hasErrorAtLine(24_000)).isFalse();
    }

    @Test
    void moneyOfAnotherLocaleLiesWithTheEnvironment() {
        assertThat(
                        diagnose(
                                        same(),
                                        """
                                        pg_restore: from TOC entry 12; 0 16436 TABLE DATA till postgres
                                        pg_restore: error: COPY failed for table "till": ERROR:  invalid input syntax for type money: "1.234,56 €"
                                        CONTEXT:  COPY till, line 1, column amount: "1.234,56 €"
                                        """)
                                .findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.LOCALE_MISSING);
                    assertThat(f.cause()).isEqualTo(Cause.ENVIRONMENT);
                    assertThat(f.message()).doesNotContain("1.234");
                });
    }

    @Test
    void aDictionarysFileThatIsNotHereLiesWithTheEnvironment() {
        assertThat(
                        diagnose(
                                        same(),
                                        """
                                        pg_restore: from TOC entry 12; 1259 16436 TEXT SEARCH DICTIONARY de postgres
                                        pg_restore: error: could not execute query: ERROR:  could not open dictionary file "/usr/share/postgresql/15/tsearch_data/german.dict": No such file or directory
                                        Command was: CREATE TEXT SEARCH DICTIONARY public.de (
                                            TEMPLATE = pg_catalog.ispell,
                                            dictfile = 'german', afffile = 'german' );
                                        """)
                                .findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.LIBRARY_MISSING);
                    assertThat(f.cause()).isEqualTo(Cause.ENVIRONMENT);
                    assertThat(f.object()).isEqualTo("german.dict");
                });
    }

    @Test
    void anExceptionRaisedByAFunctionShowsNoneOfItsText() {
        assertThat(
                        diagnose(
                                        same(),
                                        """
                                        pg_restore: from TOC entry 21; 0 16435 TABLE DATA visit postgres
                                        pg_restore: error: COPY failed for table "visit": ERROR:  customer Ada Lovelace owes 4711
                                        CONTEXT:  PL/pgSQL function public.guard() line 3 at RAISE
                                        COPY visit, line 1: "1"
                                        """)
                                .findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.object()).isEqualTo("public.visit");
                    assertThat(f.message()).contains("raised an exception");
                    assertThat(f.toString()).doesNotContain("Lovelace", "4711");
                });
    }
}
