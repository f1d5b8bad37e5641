package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.PRIVILEGES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Outcome;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.manifest.Holding;
import dev.muster.manifest.Manifest;
import dev.muster.manifest.Rights;
import dev.muster.restore.verify.LocalServer.Database;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Owners, privileges and comments of a restored copy beside the manifest of its source. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrivilegesCheckIT {
    private static final String[] SOURCE = {
        """
        DO $$ DECLARE r text; BEGIN
          FOREACH r IN ARRAY ARRAY['rights_owner', 'rights_app', 'rights, "odd"'] LOOP
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN
              EXECUTE format('CREATE ROLE %I', r);
            END IF;
          END LOOP; END $$
        """,
        "CREATE SCHEMA s AUTHORIZATION rights_owner",
        "GRANT USAGE ON SCHEMA s TO rights_app, \"rights, \"\"odd\"\"\"",
        "CREATE TABLE s.t (id int PRIMARY KEY, secret text)",
        "ALTER TABLE s.t OWNER TO rights_owner",
        "GRANT SELECT (id), UPDATE (id) ON s.t TO rights_app",
        "GRANT INSERT, DELETE ON s.t TO rights_app WITH GRANT OPTION",
        "SET SESSION AUTHORIZATION rights_app",
        "GRANT INSERT ON s.t TO \"rights, \"\"odd\"\"\"",
        "RESET SESSION AUTHORIZATION",
        "COMMENT ON TABLE s.t IS 'it''s the table'; COMMENT ON COLUMN s.t.secret IS 'hush'",
        "COMMENT ON CONSTRAINT t_pkey ON s.t IS 'the key'",
        "CREATE TABLE s.kept (a int)",
        "ALTER TABLE s.kept OWNER TO rights_owner",
        "REVOKE DELETE ON s.kept FROM rights_owner",
        "CREATE VIEW s.\"V x\" AS SELECT id FROM s.t",
        "GRANT SELECT (id) ON s.\"V x\" TO PUBLIC",
        "COMMENT ON COLUMN s.\"V x\".id IS 'a view''s column'",
        "CREATE SEQUENCE s.seq; GRANT USAGE ON SEQUENCE s.seq TO rights_app",
        "CREATE FUNCTION s.f(a int, b text DEFAULT '') RETURNS int LANGUAGE sql SECURITY DEFINER AS"
                + " 'SELECT 1'",
        "REVOKE ALL ON FUNCTION s.f FROM PUBLIC; GRANT EXECUTE ON FUNCTION s.f TO rights_app",
        "CREATE FUNCTION s.open() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE PROCEDURE s.p() LANGUAGE sql AS ''; REVOKE ALL ON PROCEDURE s.p() FROM PUBLIC",
        "CREATE AGGREGATE s.total(int) (SFUNC = int4pl, STYPE = int)",
        "CREATE TYPE s.mood AS ENUM ('ok'); REVOKE USAGE ON TYPE s.mood FROM PUBLIC",
        "CREATE DOMAIN s.even AS int; GRANT USAGE ON DOMAIN s.even TO rights_app",
        "REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC",
        "REVOKE EXECUTE ON FUNCTION pg_catalog.lo_create(oid) FROM PUBLIC",
        "CREATE EXTENSION pg_trgm SCHEMA s",
        "REVOKE EXECUTE ON FUNCTION s.show_limit() FROM PUBLIC",
        "CREATE FOREIGN DATA WRAPPER w; GRANT USAGE ON FOREIGN DATA WRAPPER w TO rights_app",
        "CREATE SERVER far FOREIGN DATA WRAPPER w; GRANT USAGE ON FOREIGN SERVER far TO rights_app",
        "GRANT CREATE ON SCHEMA public TO rights_app",
        "ALTER DEFAULT PRIVILEGES FOR ROLE rights_owner IN SCHEMA s GRANT SELECT ON TABLES TO"
                + " rights_app",
        "ALTER DEFAULT PRIVILEGES FOR ROLE rights_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
        "SELECT lo_create(5001); GRANT SELECT ON LARGE OBJECT 5001 TO rights_app",
        "SELECT lo_create(5002); ALTER LARGE OBJECT 5002 OWNER TO rights_owner",
    };

    private Database source;
    private Database restored;
    private Manifest manifest;

    @BeforeAll
    void takeAManifest() {
        source = LocalServer.shared().database().sql(SOURCE);
        manifest = Taking.manifest(source);
        restored = Taking.copy(source, LocalServer.shared());
    }

    private Database copy() {
        return LocalServer.shared().twin(restored);
    }

    private Rights rights() {
        return Objects.requireNonNull(manifest.rights());
    }

    private static Map<String, String> privileges(Map<String, Holding> held, String object) {
        return Objects.requireNonNull(held.get(object)).privileges();
    }

    @Test
    void whatIsHeldIsRecordedInOneForm() {
        Map<String, Holding> held = Rights.byObject(rights().holdings());
        assertThat(Objects.requireNonNull(held.get("table s.t")).owner()).isEqualTo("rights_owner");
        assertThat(privileges(held, "table s.t"))
                .containsOnly(
                        Map.entry("rights_app", "DELETE*,INSERT*"),
                        Map.entry("rights, \"odd\"", "INSERT"));
        assertThat(privileges(held, "column s.t.id"))
                .containsOnly(Map.entry("rights_app", "SELECT,UPDATE"));
        assertThat(privileges(held, "function s.f(a integer, b text)"))
                .containsOnly(Map.entry("rights_app", "EXECUTE"));
        assertThat(privileges(held, "function s.open()")).containsOnly(Map.entry("", "EXECUTE"));
        assertThat(privileges(held, "table s.kept"))
                .containsOnlyKeys("rights_owner")
                .doesNotContainValue("DELETE");
        assertThat(privileges(held, "default privileges of rights_owner for functions")).isEmpty();
        assertThat(Rights.byObject(rights().altered()))
                .containsOnlyKeys(
                        "language plpgsql",
                        "function pg_catalog.lo_create(oid)",
                        "function s.show_limit()");
        assertThat(rights().comments())
                .containsOnlyKeys(
                        "schema public",
                        "table s.t",
                        "column s.t.secret",
                        "column s.V x.id",
                        "constraint s.t.t_pkey");
    }

    @Test
    void aRestoredCopyHoldsAllOfIt() {
        Drilled drilled = Taking.compare(copy(), manifest);
        assertThat(drilled.findings()).isEmpty();
        assertThat(Taking.notPassed(drilled)).isEmpty();
        assertThat(drilled.outcomes(PRIVILEGES)).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "PRIVILEGES_CHANGED | table s.t | REVOKE DELETE ON s.t FROM rights_app CASCADE",
                "PRIVILEGES_CHANGED | table s.t | REVOKE GRANT OPTION FOR DELETE ON s.t FROM rights_app",
                "PRIVILEGES_CHANGED | table s.t | GRANT SELECT ON s.t TO PUBLIC",
                "PRIVILEGES_CHANGED | table s.t | GRANT TRUNCATE ON s.t TO rights_app",
                "PRIVILEGES_CHANGED | column s.t.id | REVOKE UPDATE (id) ON s.t FROM rights_app",
                "PRIVILEGES_CHANGED | column s.t.id | REVOKE ALL (id) ON s.t FROM rights_app",
                "PRIVILEGES_CHANGED | column s.t.secret | GRANT SELECT (secret) ON s.t TO rights_app",
                "PRIVILEGES_CHANGED | column s.V x.id | REVOKE SELECT (id) ON s.\"V x\" FROM PUBLIC",
                "PRIVILEGES_CHANGED | table s.kept | GRANT DELETE ON s.kept TO rights_owner",
                "PRIVILEGES_CHANGED | table s.kept | REVOKE SELECT ON s.kept FROM rights_owner",
                "PRIVILEGES_CHANGED | table s.t | REVOKE DELETE ON s.t FROM rights_owner CASCADE",
                "PRIVILEGES_CHANGED | sequence s.seq | REVOKE ALL ON SEQUENCE s.seq FROM rights_app",
                "PRIVILEGES_CHANGED | schema s | REVOKE USAGE ON SCHEMA s FROM rights_app",
                "PRIVILEGES_CHANGED | schema public | GRANT CREATE ON SCHEMA public TO PUBLIC",
                "PRIVILEGES_CHANGED | schema public | REVOKE ALL ON SCHEMA public FROM rights_app",
                "PRIVILEGES_CHANGED | function s.f(a integer, b text) | GRANT EXECUTE ON FUNCTION s.f TO PUBLIC",
                "PRIVILEGES_CHANGED | function s.open() | REVOKE ALL ON FUNCTION s.open FROM PUBLIC",
                "PRIVILEGES_CHANGED | function s.p() | GRANT EXECUTE ON PROCEDURE s.p TO rights_app",
                "PRIVILEGES_CHANGED | type s.mood | GRANT USAGE ON TYPE s.mood TO PUBLIC",
                "PRIVILEGES_CHANGED | domain s.even | REVOKE ALL ON DOMAIN s.even FROM rights_app",
                "PRIVILEGES_CHANGED | language plpgsql | GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC",
                "PRIVILEGES_CHANGED | language plpgsql | GRANT USAGE ON LANGUAGE plpgsql TO rights_app",
                "PRIVILEGES_CHANGED | function pg_catalog.lo_create(oid) | GRANT EXECUTE ON FUNCTION"
                        + " pg_catalog.lo_create(oid) TO PUBLIC",
                "PRIVILEGES_CHANGED | function pg_catalog.lo_unlink(oid) | REVOKE EXECUTE ON FUNCTION"
                        + " pg_catalog.lo_unlink(oid) FROM PUBLIC",
                "PRIVILEGES_CHANGED | function s.show_limit() | GRANT EXECUTE ON FUNCTION s.show_limit() TO"
                        + " PUBLIC",
                "PRIVILEGES_CHANGED | foreign data wrapper w | REVOKE ALL ON FOREIGN DATA WRAPPER w FROM"
                        + " rights_app",
                "PRIVILEGES_CHANGED | server far | REVOKE ALL ON FOREIGN SERVER far FROM rights_app",
                "PRIVILEGES_CHANGED | default privileges of rights_owner for tables in schema s | ALTER"
                        + " DEFAULT PRIVILEGES FOR ROLE rights_owner IN SCHEMA s REVOKE SELECT ON TABLES FROM"
                        + " rights_app",
                "PRIVILEGES_CHANGED | default privileges of rights_owner for functions | ALTER DEFAULT"
                        + " PRIVILEGES FOR ROLE rights_owner GRANT EXECUTE ON FUNCTIONS TO PUBLIC",
                "PRIVILEGES_CHANGED | default privileges of rights_app for tables | ALTER DEFAULT"
                        + " PRIVILEGES FOR ROLE rights_app GRANT SELECT ON TABLES TO PUBLIC",
                "PRIVILEGES_CHANGED | large objects | REVOKE SELECT ON LARGE OBJECT 5001 FROM rights_app",
                "PRIVILEGES_CHANGED | large objects | GRANT UPDATE ON LARGE OBJECT 5002 TO PUBLIC",
                "OWNER_CHANGED | large objects | ALTER LARGE OBJECT 5001 OWNER TO rights_app",
                "OWNER_CHANGED | table s.t | ALTER TABLE s.t OWNER TO rights_app",
                "OWNER_CHANGED | function s.open() | ALTER FUNCTION s.open OWNER TO rights_app",
                "OWNER_CHANGED | schema s | ALTER SCHEMA s OWNER TO rights_app",
                "OWNER_CHANGED | schema public | ALTER SCHEMA public OWNER TO rights_app",
                "OWNER_CHANGED | type s.mood | ALTER TYPE s.mood OWNER TO rights_app",
                "OWNER_CHANGED | function s.total(integer) | ALTER AGGREGATE s.total(int) OWNER TO rights_app",
                "COMMENT_CHANGED | table s.t | COMMENT ON TABLE s.t IS NULL",
                "COMMENT_CHANGED | table s.kept | COMMENT ON TABLE s.kept IS 'new'",
                "COMMENT_CHANGED | column s.t.secret | COMMENT ON COLUMN s.t.secret IS 'Hush'",
                "COMMENT_CHANGED | column s.V x.id | COMMENT ON COLUMN s.\"V x\".id IS NULL",
                "COMMENT_CHANGED | constraint s.t.t_pkey | COMMENT ON CONSTRAINT t_pkey ON s.t IS NULL",
            })
    void whatIsHeldOtherwiseIsNamed(String code, String object, String damage) {
        Database copy = copy();
        copy.sql(damage);
        Drilled drilled = Taking.compare(copy, manifest);
        FindingCode expected = FindingCode.valueOf(code);
        boolean decides = expected != FindingCode.COMMENT_CHANGED;
        assertThat(drilled.outcome(PRIVILEGES, object).outcome())
                .isEqualTo(decides ? Outcome.FAILED : Outcome.WARNED);
        assertThat(drilled.findings())
                .filteredOn(f -> f.code() == expected)
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.isAbout(object)).isTrue();
                    assertThat(f.decides()).isEqualTo(decides);
                });
        assertThat(drilled.codes()).containsOnly(expected);
    }

    @Test
    void whatEverybodyMayDoNowStandsFirst() {
        Database copy = copy();
        copy.sql(
                "REVOKE USAGE ON SCHEMA s FROM rights_app",
                "GRANT SELECT, UPDATE ON s.t TO PUBLIC");
        assertThat(Taking.compare(copy, manifest).findings())
                .singleElement()
                .extracting(Finding::message)
                .isEqualTo(
                        "privileges of 2 objects are not as at the source; the first, \"table s.t\":"
                                + " PUBLIC also has SELECT, UPDATE");
    }

    @Test
    void whoGrantedItAndInWhichOrderDoesNotCount() {
        Database copy = copy();
        copy.sql(
                "REVOKE INSERT ON s.t FROM rights_app CASCADE",
                "GRANT INSERT ON s.t TO \"rights, \"\"odd\"\"\"",
                "GRANT INSERT ON s.t TO rights_app WITH GRANT OPTION");
        Drilled drilled = Taking.compare(copy, manifest);
        assertThat(drilled.findings()).isEmpty();
    }

    @Test
    void aManifestOfAnOlderMusterIsComparedWithoutThem() {
        Manifest old =
                new Manifest(
                        manifest.schemaVersion(),
                        "0.1",
                        manifest.taken(),
                        manifest.hash(),
                        manifest.probe(),
                        manifest.source(),
                        manifest.dump(),
                        manifest.tables(),
                        manifest.sequences(),
                        manifest.largeObjects(),
                        manifest.definitions(),
                        null);
        Database copy = copy();
        copy.sql("GRANT SELECT ON s.t TO PUBLIC");
        Drilled drilled = Taking.compare(copy, old);
        assertThat(drilled.findings()).isEmpty();
        assertThat(drilled.outcomes(PRIVILEGES))
                .singleElement()
                .satisfies(o -> {
                    assertThat(o.outcome()).isEqualTo(Outcome.NOT_CHECKED);
                    assertThat(o.reason()).contains("Muster 0.1");
                });
    }

    @Test
    void aManifestOfLaterOnlyWarns() {
        Manifest later =
                new Manifest(
                        manifest.schemaVersion(),
                        manifest.muster(),
                        Manifest.Taken.AFTER,
                        manifest.hash(),
                        manifest.probe(),
                        manifest.source(),
                        manifest.dump(),
                        manifest.tables(),
                        manifest.sequences(),
                        manifest.largeObjects(),
                        manifest.definitions(),
                        manifest.rights());
        Database copy = copy();
        copy.sql("GRANT SELECT ON s.t TO PUBLIC");
        Drilled drilled = Taking.compare(copy, later);
        assertThat(drilled.findings()).isEmpty();
        assertThat(drilled.outcomes(PRIVILEGES))
                .filteredOn(o -> o.outcome() == Outcome.WARNED)
                .extracting(ObjectOutcome::object)
                .containsExactly("table s.t");
    }

    /** In a server that others use all belongs to one role, and what it owns it may grant. */
    @Test
    void whereOwnersCannotComeBackTheRestIsCompared() {
        Database copy = copy();
        copy.sql("REASSIGN OWNED BY rights_owner TO CURRENT_USER");
        CarriedRights none = new CarriedRights("one owns all", null, null, true, null, Map.of());
        Expectations expectations =
                Expectations.of(List.of(), List.of())
                        .withContent(new ExpectedContent(manifest, List.of()).with(none));
        Drilled healthy = Drilled.of(copy, expectations);
        assertThat(healthy.findings()).isEmpty();
        assertThat(healthy.outcomes(PRIVILEGES))
                .filteredOn(o -> o.object().startsWith("owners of "))
                .singleElement()
                .extracting(ObjectOutcome::reason)
                .isEqualTo("one owns all");

        copy.sql("GRANT SELECT ON s.t TO PUBLIC");
        assertThat(Drilled.of(copy, expectations).codes())
                .containsExactly(FindingCode.PRIVILEGES_CHANGED);
    }
}
