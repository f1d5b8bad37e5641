package dev.muster.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Severity;
import dev.muster.restore.archive.ArchiveContents;
import dev.muster.restore.archive.ArchiveFormat;
import dev.muster.restore.archive.ArchiveVersion;
import dev.muster.restore.postgres.restore.SecondOpinion.Answer;
import dev.muster.restore.postgres.server.Installations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pg_restore's opinion makes of damage, and what is left where it has none. */
class DamageReviewTest {
    private static final Finding CUT =
            Finding.of(FindingCode.ARCHIVE_TRUNCATED, null, "the archive is cut");
    private static final Finding LOST =
            Finding.of(FindingCode.ARCHIVE_DATA_MISSING, "public.t", "its data file is cut");

    @TempDir Path empty = Path.of("unset");

    @Test
    void damageThatPgRestoreSeesTooStaysDamage() {
        for (Answer answer : List.of(Answer.DAMAGED, Answer.LOOPED)) {
            assertThat(Damage.reviewed(List.of(CUT, LOST), answer)).containsExactly(CUT, LOST);
        }
    }

    @Test
    void damageThatPgRestoreDoesNotSeeIsDoubted() {
        List<Finding> reviewed = Damage.reviewed(List.of(CUT, LOST), Answer.READABLE);
        assertThat(reviewed.getFirst().severity()).isEqualTo(Severity.WARNING);
        assertThat(reviewed.getLast()).isEqualTo(LOST);
    }

    @Test
    void damageThatPgRestoreHadNoTimeToSeeIsNotTold() {
        List<Finding> reviewed = Damage.reviewed(List.of(CUT, LOST), Answer.OUT_OF_TIME);
        assertThat(reviewed.getFirst().cause()).isEqualTo(Cause.ENVIRONMENT);
        assertThat(reviewed.getFirst().decides()).isTrue();
        assertThat(reviewed.getLast()).isEqualTo(LOST);
    }

    @Test
    void damageIsToldWhereNoPostgresIsInstalled() {
        Installations none = Installations.find(Map.of("MUSTER_PG_BIN", empty.toString()));
        Damage damage = new Damage(archive(empty), none, () -> Duration.ofMinutes(1));
        assertThat(damage.reviewed(List.of(CUT))).containsExactly(CUT);
    }

    /** An archive without any entry. */
    static ArchiveContents archive(Path payload) {
        return new ArchiveContents(
                payload,
                ArchiveFormat.CUSTOM,
                new ArchiveVersion(1, 14, 0),
                1,
                null,
                null,
                null,
                null,
                null,
                true,
                null,
                "gzip",
                4,
                8,
                List.of(),
                List.of(),
                Set.of(),
                Set.of(),
                List.of(CUT),
                List.of(),
                List.of(),
                true,
                null);
    }
}
