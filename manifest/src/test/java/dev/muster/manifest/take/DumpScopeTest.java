package dev.muster.manifest.take;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.manifest.QualifiedName;
import dev.muster.manifest.content.DefinedObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DumpScopeTest {
    private static final QualifiedName FILM = new QualifiedName("public", "film");

    private static DefinedObject object(String kind, String name, long catalog, long oid) {
        return new DefinedObject(kind, name, "", "", catalog, oid, 0);
    }

    @Test
    void anArchiveNamesObjectsByOid() {
        DumpScope scope = new DumpScope();
        scope.listed(";     Format: CUSTOM");
        scope.listed("230; 1259 16400 TABLE public film postgres");
        scope.listed("3500; 0 16400 TABLE DATA public film postgres");
        scope.listed("3510; 0 0 SEQUENCE SET public film_id_seq postgres");
        assertThat(scope.known()).isTrue();
        assertThat(scope.holdsData(16400, FILM)).isTrue();
        assertThat(scope.holdsData(16401, FILM)).isFalse();
        assertThat(scope.holdsState(new QualifiedName("public", "film_id_seq"))).isTrue();
        assertThat(scope.holdsState(new QualifiedName("public", "film_id"))).isFalse();
        assertThat(scope.holdsLargeObjects()).isFalse();
        assertThat(scope.defines(object("table", "public.film", 1259, 16400))).isTrue();
        assertThat(scope.defines(object("index", "public.film_i", 1259, 16403))).isFalse();
        assertThat(scope.defines(new DefinedObject("constraint", "c", "", "", 2606, 9, 16400)))
                .isTrue();
    }

    @Test
    void aScriptNamesThemInItsComments() {
        DumpScope scope = new DumpScope();
        ScriptComments comments = new ScriptComments(scope);
        String script =
                """
                --
                -- Name: film; Type: TABLE; Schema: public; Owner: postgres
                --
                COPY public.note (text) FROM stdin;
                -- Name: fake; Type: TABLE; Schema: public; Owner: postgres
                \\.
                -- Data for Name: film; Type: TABLE DATA; Schema: public; Owner: postgres
                -- Name: told; Type: PUBLICATION; Schema: -; Owner: postgres
                -- Name: backwards; Type: OPERATOR CLASS; Schema: public; Owner: postgres
                """;
        byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
        for (byte each : bytes) {
            comments.take(new byte[] {each}, 0, 1);
        }
        assertThat(scope.holdsData(1, FILM)).isTrue();
        assertThat(scope.defines(object("table", "public.film", 1259, 1))).isTrue();
        assertThat(scope.defines(object("column", "public.film.title", 1259, 1))).isTrue();
        assertThat(scope.defines(object("table", "public.fake", 1259, 2))).isFalse();
        assertThat(scope.defines(object("publication", "told", 6104, 3))).isTrue();
        assertThat(scope.defines(object("publication", "untold", 6104, 4))).isFalse();
        assertThat(scope.defines(object("collation", "public.folded", 3456, 5))).isFalse();
        assertThat(scope.defines(object("operator class", "public.backwards USING btree", 2616, 6)))
                .isTrue();
        assertThat(scope.defines(object("cast", "a AS b", 2605, 7))).isFalse();
    }

    @Test
    void namesOfSeveralLinesAreWrittenOnOne() {
        QualifiedName twoLines = new QualifiedName("public", "two\nlines");
        DumpScope archive = new DumpScope();
        archive.listed("3510; 0 0 SEQUENCE SET public two lines postgres");
        assertThat(archive.holdsState(twoLines)).isTrue();
        DumpScope script = new DumpScope();
        script.commented("-- Name: two lines; Type: TABLE; Schema: public; Owner: postgres");
        script.commented(
                "-- Data for Name: two lines; Type: TABLE DATA; Schema: public; Owner: postgres");
        assertThat(script.holdsData(1, twoLines)).isTrue();
        assertThat(script.defines(object("table", "public.two\nlines", 1259, 1))).isTrue();
        assertThat(script.defines(object("column", "public.two\nlines.a", 1259, 1))).isTrue();
    }

    @Test
    void aDotMayBeInAnyName() {
        DumpScope script = new DumpScope();
        script.commented("-- Name: a.b; Type: TABLE; Schema: odd.schema; Owner: postgres");
        assertThat(script.defines(object("column", "odd.schema.a.b.c.d", 1259, 1))).isTrue();
        assertThat(script.defines(object("column", "odd.schema.b.c.d", 1259, 1))).isFalse();
    }

    @Test
    void whatNoListTellsIsTakenToBeThere() {
        DumpScope scope = new DumpScope();
        assertThat(scope.known()).isFalse();
        assertThat(scope.holdsData(1, FILM)).isTrue();
        assertThat(scope.defines(object("table", "public.film", 1259, 1))).isTrue();
    }
}
