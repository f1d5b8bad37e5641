package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.contract.ContractJson;
import dev.muster.contract.Proof;
import dev.muster.contract.result.DrillResult;
import dev.muster.servers.PostgresCluster;
import dev.muster.servers.TemporaryFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drills of a database whose trigger on login lets nobody in but those it knows. */
class LoginTriggerIT {
    @TempDir(factory = TemporaryFolder.OfJUnit.class)
    Path directory;

    @ParameterizedTest
    @CsvSource({"-Fc, ''", "-Ft, ENABLE ALWAYS", "-Fp, ''"})
    void whomItRefusesDoesNotMatterToADrill(String format, String state) throws Exception {
        Path dump = directory.resolve("guarded");
        try (PostgresCluster server = SourceServer.start()) {
            int version = Integer.parseInt(server.sql("postgres", "SHOW server_version_num"));
            assumeTrue(version >= 170000, "the installed PostgreSQL has no triggers on login");
            server.sql("postgres", "CREATE DATABASE guarded");
            server.sql(
                    "guarded",
                    "CREATE TABLE visits (id int PRIMARY KEY, who text NOT NULL)",
                    "INSERT INTO visits SELECT n, 'guest ' || n FROM generate_series(1, 500) n",
                    "CREATE MATERIALIZED VIEW guests AS SELECT count(*) FROM visits",
                    "CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN IF"
                            + " session_user <> 'postgres' THEN RAISE EXCEPTION 'who are you?';"
                            + " END IF; END $$",
                    "CREATE EVENT TRIGGER guard ON login EXECUTE FUNCTION refuse()",
                    state.isEmpty() ? "SELECT 1" : "ALTER EVENT TRIGGER guard " + state);
            server.program("pg_dump", format, "-f", dump.toString(), "guarded");
        }
        Path json = directory.resolve("result.json");

        Session session =
                Session.muster("drill", "--file", dump.toString(), "--json", json.toString());

        assertThat(session.exitCode()).as(session.out() + session.err()).isZero();
        DrillResult result = ContractJson.readResult(Files.readString(json));
        assertThat(result.proof()).isEqualTo(Proof.CONSISTENT);
    }
}
