package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.CONTENT;
import static dev.muster.contract.CheckKind.DEFINITIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.contract.Outcome;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.manifest.Manifest;
import dev.muster.restore.verify.LocalServer.Database;
import dev.muster.servers.TemporaryFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A manifest of one major version of PostgreSQL beside what another one restored. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherMajorIT {
    @TempDir(factory = TemporaryFolder.OfJUnit.class)
    static Path programs = Path.of("unset");

    private @Nullable LocalServer other;
    private Manifest manifest;
    private Database restored;

    @BeforeAll
    void restoreIntoAnotherMajor() throws Exception {
        Database source = EveryType.in(LocalServer.shared().database());
        String major = source.value("SHOW server_version_num").substring(0, 2);
        assumeTrue(Integer.parseInt(major) < 18, "the installed PostgreSQL is 18 itself");
        manifest = Taking.manifest(source);
        other = LocalServer.start(OtherPostgres.unpack(programs));
        restored = Taking.copy(source, other, "LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'");
    }

    @AfterAll
    void stop() {
        if (other != null) {
            other.remove();
        }
    }

    private Database copy() {
        return restored.server().twin(restored);
    }

    @Test
    void theContentOfEveryTypeAndEveryDefinitionAgree() {
        Drilled drilled = Taking.compare(copy(), manifest);
        assertThat(drilled.findings()).isEmpty();
        assertThat(Taking.notPassed(drilled))
                .extracting(ObjectOutcome::object)
                .containsExactly("public.unfilled");
        assertThat(drilled.outcomes(CONTENT)).hasSizeGreaterThan(18);
        assertThat(drilled.outcomes(DEFINITIONS)).hasSizeGreaterThan(50);
    }

    /** The extensions whose types it has are other versions there, and may write otherwise. */
    @Test
    void valuesOfAnotherVersionsTypesAreNotChecked() {
        Database copy = copy();
        copy.sql("UPDATE every SET h = 'k => 8' WHERE id = 7");
        Drilled drilled = Taking.compare(copy, manifest);
        assertThat(drilled.outcome(CONTENT, "public.every").outcome())
                .isEqualTo(Outcome.NOT_CHECKED);
        assertThat(drilled.findings()).isEmpty();
    }

    @Test
    void damageIsNamedThereToo() {
        Database copy = copy();
        copy.sql(
                "UPDATE keyless SET b = 'y' WHERE ctid = '(0,1)'",
                "DELETE FROM every WHERE id = 302",
                "ALTER TABLE identity ALTER v SET DEFAULT 4",
                "CREATE OR REPLACE VIEW plain AS SELECT id, v + 2 AS next, r AS \"Other\" FROM"
                        + " numbered WHERE v > 1");
        Drilled drilled = Taking.compare(copy, manifest);
        assertThat(drilled.outcome(CONTENT, "public.keyless").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(drilled.outcome(CONTENT, "public.every").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(drilled.outcome(DEFINITIONS, "column public.identity.v").outcome())
                .isEqualTo(Outcome.FAILED);
        assertThat(drilled.outcome(DEFINITIONS, "view public.plain").outcome())
                .isEqualTo(Outcome.WARNED);
    }
}
