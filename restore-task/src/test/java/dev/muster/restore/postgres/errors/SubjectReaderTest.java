package dev.muster.restore.postgres.errors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE TABLE public.film (id int); | TABLE | public.film",
                "CREATE TABLE \"My Shop\".\"a \"\"b\"\"\" (id int); | TABLE | My Shop.a \"b\"",
                "COPY public.film (id, title) FROM stdin; | TABLE DATA | public.film",
                "INSERT INTO s.t VALUES (1); | TABLE DATA | s.t",
                "CREATE UNIQUE INDEX i ON ONLY s.t USING btree (a); | INDEX | s.i",
                "ALTER TABLE ONLY s.t ADD CONSTRAINT c CHECK ((a > 0)); | CHECK CONSTRAINT | s.t c",
                "ALTER TABLE ONLY s.t ADD CONSTRAINT c PRIMARY KEY (a); | CONSTRAINT | s.t c",
                "ALTER TABLE s.t OWNER TO x; | TABLE | s.t",
                "CREATE TRIGGER g BEFORE INSERT ON s.t FOR EACH ROW EXECUTE FUNCTION f(); | TRIGGER"
                        + " | s.t g",
                "CREATE POLICY p ON s.t TO r USING (true); | POLICY | s.t p",
                "CREATE FUNCTION s.f(integer) RETURNS int | FUNCTION | s.f",
                "CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\" WITH SCHEMA public; | EXTENSION |"
                        + " uuid-ossp",
                "REFRESH MATERIALIZED VIEW s.m; | MATERIALIZED VIEW | s.m",
                "SELECT pg_catalog.setval('s.q', 3, true); | SEQUENCE SET | s.q",
                "GRANT SELECT,INSERT ON TABLE s.t TO r; | ACL | s.t",
                "COMMENT ON TABLE s.t IS 'x'; | COMMENT | s.t"
            })
    void saysWhatACommandIsAbout(String sql, String desc, String object) {
        assertThat(SubjectReader.read(sql))
                .hasValueSatisfying(subject -> {
                    assertThat(subject.desc()).isEqualTo(desc);
                    assertThat(subject.display()).isEqualTo(object);
                });
    }

    @Test
    void aForeignKeyKnowsTheTableItPointsTo() {
        assertThat(
                        SubjectReader.read(
                                """
                                ALTER TABLE ONLY a.child
                                    ADD CONSTRAINT fk FOREIGN KEY (x) REFERENCES b."Parent"(id);
                                """))
                .hasValueSatisfying(
                        subject -> assertThat(subject.references()).isEqualTo("b.Parent"));
    }

    @Test
    void aSettingIsAboutNoObject() {
        assertThat(SubjectReader.read("SET statement_timeout = 0;")).isEmpty();
    }
}
