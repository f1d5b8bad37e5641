package dev.muster.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.MusterException;
import dev.muster.contract.Severity;
import dev.muster.contract.plan.DecryptSpec;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.PlanFile;
import dev.muster.contract.plan.RestoreSpec;
import dev.muster.contract.request.DrillRequest;
import dev.muster.stores.Backups;
import dev.muster.stores.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocateTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String PATTERN =
            "backups: { pattern: \"shop-{timestamp:yyyyMMdd'T'HHmmss}.dump\" }";

    @TempDir Path directory = Path.of("unset");

    private Plan plan(String rest) throws IOException {
        Path file = directory.resolve("muster.yaml");
        Files.createDirectories(directory.resolve("a"));
        Files.createDirectories(directory.resolve("b"));
        Files.writeString(
                file,
                "plans:\n  shop:\n    stores: [{directory: a}, {directory: b}]\n    "
                        + rest.replace("\n", "\n    "));
        return PlanFile.read(file).plan("shop");
    }

    private void backup(String name, int size, Duration age) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[size]);
        Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
    }

    private static Located locate(Plan plan, long seed) {
        return Locate.run(plan, Secrets.ofProcess(), NOW, seed);
    }

    @Test
    void theSameKeyInTwoStoresIsOneBackupWithTwoCopies() throws IOException {
        Plan plan = plan(PATTERN);
        backup("a/shop-20261122T010000.dump", 10, Duration.ofHours(35));
        backup("b/shop-20261122T010000.dump", 10, Duration.ofHours(3));
        try (Located located = locate(plan, 1)) {
            assertThat(located.chosen()).hasSize(1);
            assertThat(located.chosen().getFirst().backup().copies())
                    .extracting(copy -> copy.store().name())
                    .containsExactly(
                            directory.resolve("a").toString(), directory.resolve("b").toString());
            assertThat(located.chosen().getFirst().backup().createdAt())
                    .isEqualTo("2026-11-22T01:00:00Z");
            assertThat(located.newestBackupAt()).isEqualTo("2026-11-22T01:00:00Z");
            assertThat(located.findings()).isEmpty();
            assertThat(located.chosen().getFirst().findings()).isEmpty();
        }
    }

    @Test
    void aSeedRepeatsTheChoice() throws IOException {
        Plan plan = plan("");
        for (int i = 0; i < 50; i++) {
            backup("a/%02d.dump".formatted(i), 1, Duration.ofHours(i));
            backup("b/%02d.dump".formatted(i), 1, Duration.ofHours(i));
        }
        String key = locate(plan, 42).chosen().getFirst().backup().key();
        assertThat(locate(plan, 42).chosen().getFirst().backup().key()).isEqualTo(key);
        assertThat(locate(plan, 42).chosen().getFirst().facts().seed()).isEqualTo(42);
        assertThat(
                        LongStream.range(0, 40)
                                .mapToObj(s -> locate(plan, s).chosen().getFirst().backup().key())
                                .distinct()
                                .count())
                .isGreaterThan(10);
    }

    @Test
    void anEmptyWindowTellsWhatThereIsInstead() throws IOException {
        Plan plan = plan(PATTERN);
        backup("a/shop-20261101T120000.dump", 10, Duration.ZERO);
        backup("a/shop-20261031T120000.dump", 10, Duration.ZERO);
        try (Located located = locate(plan, 1)) {
            assertThat(located.chosen()).isEmpty();
            Finding finding = located.findings().getFirst();
            assertThat(finding.code()).isEqualTo(FindingCode.NO_BACKUP_IN_WINDOW);
            assertThat(finding.cause()).isEqualTo(Cause.BACKUP);
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            assertThat(finding.message())
                    .isEqualTo("no backup of the last 7d: the newest of 2 in all is 22 d 0 h old");
        }
    }

    @Test
    void aPatternThatMatchesNothingIsTold() throws IOException {
        Plan plan = plan(PATTERN);
        backup("a/crm-1.dump", 10, Duration.ZERO);
        try (Located located = locate(plan, 1)) {
            assertThat(located.findings().getFirst().message())
                    .contains("none of the 1 objects")
                    .contains("\"crm-1.dump\"");
        }
    }

    @Test
    void aStoreThatCannotBeListedIsAWarningWhileAnotherServes() throws IOException {
        Plan plan = plan("");
        Files.delete(directory.resolve("b"));
        backup("a/x.dump", 10, Duration.ofHours(1));
        try (Located located = locate(plan, 1)) {
            assertThat(located.chosen()).hasSize(1);
            assertThat(located.findings()).hasSize(1);
            assertThat(located.findings().getFirst().code()).isEqualTo(FindingCode.STORE_REFUSED);
            assertThat(located.findings().getFirst().severity()).isEqualTo(Severity.WARNING);
        }
    }

    @Test
    void absenceIsNotBlamedOnTheBackupWhileAStoreIsOutOfSight() throws IOException {
        Plan plan = plan("");
        Files.delete(directory.resolve("b"));
        try (Located located = locate(plan, 1)) {
            assertThat(located.chosen()).isEmpty();
            assertThat(located.findings())
                    .isNotEmpty()
                    .allMatch(finding -> finding.cause() == Cause.ENVIRONMENT)
                    .allMatch(Finding::decides);
        }
    }

    @Test
    void aKeyThatNoStoreHoldsIsNotFound() throws IOException {
        Plan plan = plan("select: { key: gone.dump }");
        try (Located located = locate(plan, 1)) {
            assertThat(located.chosen()).isEmpty();
            assertThat(located.findings())
                    .extracting(Finding::code)
                    .containsExactly(FindingCode.BACKUP_NOT_FOUND);
        }
    }

    @Test
    void oneOfEachAgeBandIsChosen() throws IOException {
        Plan plan = plan("select: { mode: bands }");
        for (int days : new int[] {1, 5, 7, 20, 30, 300, 365, 400}) {
            backup("a/%03d.dump".formatted(days), 1, Duration.ofDays(days));
            backup("b/%03d.dump".formatted(days), 1, Duration.ofDays(days));
        }
        try (Located located = locate(plan, 3)) {
            assertThat(located.chosen())
                    .extracting(chosen -> chosen.facts().within())
                    .containsExactly("7d", "7d to 30d", "30d to 365d");
            assertThat(located.chosen())
                    .extracting(chosen -> chosen.facts().candidates())
                    .containsExactly(2, 2, 3);
        }
    }

    @Test
    void aHoleInTheSecondStoreIsToldAndItsShorterRetentionIsNot() throws IOException {
        Plan plan = plan("select: { mode: oldest, within: 30d }");
        backup("a/old.dump", 10, Duration.ofDays(20));
        backup("a/new.dump", 10, Duration.ofDays(2));
        backup("b/new.dump", 10, Duration.ofDays(2));
        try (Located located = locate(plan, 1)) {
            assertThat(located.chosen().getFirst().findings()).isEmpty();
        }
        backup("b/older.dump", 10, Duration.ofDays(25));
        backup("a/older.dump", 10, Duration.ofDays(40));
        try (Located located = locate(plan, 1)) {
            assertThat(located.chosen().getFirst().backup().key()).isEqualTo("old.dump");
            assertThat(located.chosen().getFirst().findings())
                    .extracting(Finding::code)
                    .containsExactly(FindingCode.COPY_MISSING);
        }
    }

    @Test
    void aBackupFarInTheFutureIsNoFreshBackup() throws IOException {
        Plan plan = plan(PATTERN + "\nselect: { mode: latest }");
        backup("a/shop-20991122T010000.dump", 10, Duration.ZERO);
        try (Located located = locate(plan, 1)) {
            assertThat(located.chosen()).isEmpty();
            assertThat(located.findings().getFirst().message()).contains("in the future");
        }
        backup("a/shop-20261123T130000.dump", 10, Duration.ZERO);
        backup("b/shop-20261123T130000.dump", 10, Duration.ZERO);
        try (Located located = locate(plan, 1)) {
            assertThat(located.chosen().getFirst().backup().createdAt())
                    .isEqualTo("2026-11-23T13:00:00Z");
            assertThat(located.newestBackupAt()).isEqualTo(NOW);
            assertThat(located.chosen().getFirst().findings())
                    .extracting(Finding::code)
                    .containsExactly(FindingCode.ARCHIVE_FROM_THE_FUTURE);
        }
    }

    @Test
    void aFileWithoutAPlanIsFound() throws IOException {
        backup("a/some.dump", 7, Duration.ofDays(900));
        Plan plan =
                Plan.forFile(
                        directory.resolve("a/some.dump"), DecryptSpec.NONE, RestoreSpec.usual());
        try (Located located = locate(plan, 1)) {
            assertThat(located.chosen().getFirst().backup().size()).isEqualTo(7);
            assertThat(located.findings()).isEmpty();
        }
    }

    @Test
    void aFolderOfADirectoryArchiveIsOneBackup() throws IOException {
        Plan plan = plan("");
        for (String store : new String[] {"a", "b"}) {
            backup(store + "/daily/shop.dir/toc.dat", 5, Duration.ofHours(1));
            backup(store + "/daily/shop.dir/3001.dat.gz", 6, Duration.ofHours(1));
            backup(store + "/daily/shop.dir/3002.dat.gz", 7, Duration.ofHours(1));
            backup(store + "/daily/shop.dir.sha256", 64, Duration.ofHours(1));
        }
        try (Located located = locate(plan, 1)) {
            assertThat(located.chosen()).hasSize(1);
            assertThat(located.chosen().getFirst().backup().key()).isEqualTo("daily/shop.dir/");
            assertThat(located.chosen().getFirst().backup().size()).isEqualTo(18);
            assertThat(located.chosen().getFirst().backup().copies().getLast().objects())
                    .hasSize(3);
            assertThat(located.chosen().getFirst().facts().candidates()).isEqualTo(1);
        }
    }

    @Test
    void aTimeOfAStoreThatCopiedLaterDoesNotMakeABackupYoung() throws IOException {
        Plan plan = plan("");
        backup("a/old.dump", 10, Duration.ofDays(20));
        backup("b/old.dump", 10, Duration.ofHours(1));
        try (Located located = locate(plan, 1)) {
            assertThat(located.chosen()).isEmpty();
            assertThat(located.findings().getFirst().code())
                    .isEqualTo(FindingCode.NO_BACKUP_IN_WINDOW);
            assertThat(located.newestBackupAt()).isEqualTo(NOW.minus(Duration.ofDays(20)));
        }
    }

    @Test
    void aRequestLeadsARestoreTaskToTheSameCopies() throws IOException {
        Plan plan = plan(PATTERN);
        backup("a/shop-20261122T010000.dump", 10, Duration.ofHours(35));
        backup("b/shop-20261122T010000.dump", 11, Duration.ofHours(3));
        try (Located located = locate(plan, 1)) {
            DrillRequest request =
                    DrillRequest.fromJson(
                            located.request("id", plan, located.chosen().getFirst()).toJson());
            assertThat(Backups.requested(request, located.stores()))
                    .isEqualTo(located.chosen().getFirst().candidate());
        }
    }

    @Test
    void aFileThatDoesNotExistIsNoDrill() {
        assertThatThrownBy(() ->
                        Plan.forFile(
                                directory.resolve("none.dump"),
                                DecryptSpec.NONE,
                                RestoreSpec.usual()))
                .isInstanceOfSatisfying(
                        MusterException.class, e -> assertThat(e.code()).isEqualTo("FILE_MISSING"));
    }
}
