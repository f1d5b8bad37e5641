package dev.muster.restore.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Progress;
import dev.muster.contract.Severity;
import dev.muster.contract.result.CopyAttempt;
import dev.muster.restore.fetch.key.Keys;
import dev.muster.stores.BackupCopy;
import dev.muster.stores.StoreException.Kind;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailoverTest {
    private static final byte[] SQL = Samples.sql(2_000);
    private static final byte[] GZIP = Samples.gzip(SQL);

    @TempDir Path work;

    private static TestStore store(String name, byte[] content) {
        return new TestStore(name).with("shop.sql.gz", content);
    }

    private static BackupCopy good() {
        return store("b2", GZIP).copy("shop.sql.gz");
    }

    private FetchOutcome firstThenGood(TestStore first) {
        return Samples.fetch(work, Keys.none(), first.copy("shop.sql.gz"), good());
    }

    private static void servedBySecond(
            FetchOutcome outcome, FindingCode attempt, FindingCode told) {
        assertThat(Samples.payload(outcome)).isEqualTo(SQL);
        assertThat(Samples.fetched(outcome).served().store().name()).isEqualTo("b2");
        assertThat(outcome.attempts()).extracting(CopyAttempt::served).containsExactly(false, true);
        assertThat(outcome.attempts().getFirst().code()).isEqualTo(attempt);
        assertThat(outcome.findings()).extracting(Finding::code).contains(told);
        assertThat(outcome.findings()).extracting(Finding::severity).containsOnly(Severity.WARNING);
    }

    @Test
    void missingCopyFallsOverAndStaysVisible() {
        servedBySecond(
                firstThenGood(new TestStore("r2")),
                FindingCode.COPY_MISSING,
                FindingCode.COPY_MISSING);
    }

    @Test
    void storeThatRefusesFallsOver() {
        servedBySecond(
                firstThenGood(store("r2", GZIP).refusing(Kind.DENIED)),
                FindingCode.STORE_DENIED,
                FindingCode.COPY_UNREADABLE);
    }

    @Test
    void connectionCutInTheMiddleFallsOver() {
        servedBySecond(
                firstThenGood(store("r2", GZIP).failingAfter(9_000, Kind.CUT)),
                FindingCode.STORE_FAILED,
                FindingCode.COPY_UNREADABLE);
    }

    @Test
    void fewerBytesThanListedAreTheCopysFaultAndNotGzips() {
        servedBySecond(
                firstThenGood(store("r2", GZIP).withholding(50)),
                FindingCode.COPY_SIZE_WRONG,
                FindingCode.COPY_SIZE_WRONG);
    }

    @Test
    void damagedCopyFallsOver() {
        byte[] flipped = GZIP.clone();
        flipped[flipped.length / 2] ^= 4;
        servedBySecond(
                firstThenGood(store("r2", flipped)),
                FindingCode.COMPRESSION_DAMAGED,
                FindingCode.COMPRESSION_DAMAGED);
    }

    @Test
    void checksumMismatchFallsOverToSecondStore() throws Exception {
        TestStore first = store("r2", GZIP).with("shop.sql.gz.sha256", "0".repeat(64) + "\n");
        servedBySecond(
                firstThenGood(first), FindingCode.COPY_DIGEST_WRONG, FindingCode.COPY_DIGEST_WRONG);
    }

    @Test
    void checksumExplainsDamageToALayer() throws Exception {
        byte[] flipped = GZIP.clone();
        flipped[flipped.length / 2] ^= 4;
        TestStore first = store("r2", flipped).with("shop.sql.gz.sha256", sha256(GZIP));
        servedBySecond(
                firstThenGood(first), FindingCode.COPY_DIGEST_WRONG, FindingCode.COPY_DIGEST_WRONG);
    }

    @Test
    void checksumThatAgreesServes() throws Exception {
        TestStore store =
                store("r2", GZIP).with("shop.sql.gz.sha256", sha256(GZIP) + " *./shop.sql.gz\n");
        FetchOutcome outcome = Samples.fetch(work, Keys.none(), store.copy("shop.sql.gz"));
        assertThat(Samples.fetched(outcome).sha256()).isEqualTo(sha256(GZIP));
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void checksumOfAnotherFileSaysNothing() {
        TestStore store =
                store("r2", GZIP).with("shop.sql.gz.sha256", "0".repeat(64) + "  shop.sql\n");
        assertThat(Samples.fetch(work, Keys.none(), store.copy("shop.sql.gz")).findings())
                .isEmpty();
    }

    @Test
    void copiesOfDifferentSizesAreTold() {
        BackupCopy longer = store("r2", Samples.gzip(Samples.sql(2_001))).copy("shop.sql.gz");
        FetchOutcome outcome = Samples.fetch(work, Keys.none(), longer, good());
        assertThat(Samples.fetched(outcome).served().store().name()).isEqualTo("r2");
        assertThat(outcome.findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.COPIES_DIFFER);
    }

    @Test
    void backupThatEveryStoreLostIsNotFound() {
        FetchOutcome outcome =
                Samples.fetch(
                        work,
                        Keys.none(),
                        new TestStore("r2").copy("shop.sql.gz"),
                        new TestStore("b2").copy("shop.sql.gz"));
        assertThat(Samples.failure(outcome)).isEqualTo(FindingCode.BACKUP_NOT_FOUND);
        assertThat(outcome.attempts()).hasSize(2);
    }

    @Test
    void sameDamageInEveryCopyIsOneFinding() {
        byte[] cut = java.util.Arrays.copyOf(GZIP, GZIP.length / 2);
        FetchOutcome outcome =
                Samples.fetch(
                        work,
                        Keys.none(),
                        store("r2", cut).copy("shop.sql.gz"),
                        store("b2", cut).copy("shop.sql.gz"));
        assertThat(Samples.failure(outcome)).isEqualTo(FindingCode.COMPRESSION_TRUNCATED);
        assertThat(outcome.findings().getFirst().consequences()).isEqualTo(1);
        assertThat(outcome.findings().getFirst().decides()).isTrue();
    }

    @Test
    void damageDoesNotDecideWhileAnotherCopyCouldNotBeRead() {
        byte[] cut = java.util.Arrays.copyOf(GZIP, GZIP.length / 2);
        FetchOutcome outcome =
                Samples.fetch(
                        work,
                        Keys.none(),
                        store("r2", cut).copy("shop.sql.gz"),
                        store("b2", GZIP).refusing(Kind.UNREACHABLE).copy("shop.sql.gz"));
        assertThat(outcome.findings().stream().filter(Finding::decides))
                .extracting(Finding::cause)
                .containsExactly(Cause.ENVIRONMENT);
        assertThat(outcome.findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.COMPRESSION_TRUNCATED, FindingCode.STORE_UNREACHABLE);
    }

    @Test
    void archiveLargerThanItsLimitNeverFillsTheDisk() {
        byte[] bomb = Samples.gzip(Samples.sql(200_000));
        FetchOutcome outcome =
                Fetch.run(
                        List.of(store("r2", bomb).copy("shop.sql.gz")),
                        Keys.none(),
                        work,
                        new FetchLimits(1_000_000, 0, Duration.ofMinutes(1)),
                        Progress.NONE,
                        () -> false);
        assertThat(Samples.failure(outcome)).isEqualTo(FindingCode.DISK_INSUFFICIENT);
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void cancelledFetchEndsAndLeavesNothing() {
        FetchOutcome outcome =
                Fetch.run(
                        List.of(good(), good()),
                        Keys.none(),
                        work,
                        FetchLimits.usual(),
                        Progress.NONE,
                        () -> true);
        assertThat(Samples.failure(outcome)).isEqualTo(FindingCode.INTERRUPTED);
        assertThat(outcome.attempts()).hasSize(1);
        assertThat(work).isEmptyDirectory();
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}
