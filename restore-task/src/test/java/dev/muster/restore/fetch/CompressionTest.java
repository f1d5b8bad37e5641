package dev.muster.restore.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.restore.fetch.key.Keys;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {
    private static final byte[] SQL = Samples.sql(40_000);

    @TempDir Path work;

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(3).nextBytes(noise);
        return noise;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip -9",
                "zstd -19 --long=27",
                "zstd --no-check",
                "xz -2",
                "xz -2 --block-size=300000",
                "xz --format=lzma",
                "lz4",
                "lz4 -BD -B4",
                "lz4 -BX -B5 -9",
                "lz4 -l",
                "bzip2 -2"
            })
    void whatTheToolsWriteIsUnpacked(String command) {
        byte[] packed = Tool.run(work, SQL, command.split(" ", -1));
        FetchOutcome outcome = Samples.fetch(work, Keys.none(), packed);
        assertThat(Samples.payload(outcome)).isEqualTo(SQL);
        assertThat(Samples.fetched(outcome).layers()).hasSize(1);
        assertThat(outcome.findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd", "xz", "lz4", "lz4 -BD", "bzip2"})
    void oneAfterTheOtherIsUnpackedWhole(String command) {
        byte[] packed = Tool.run(work, SQL, command.split(" ", -1));
        FetchOutcome outcome = Samples.fetch(work, Keys.none(), join(packed, packed));
        assertThat(Samples.payload(outcome)).isEqualTo(join(SQL, SQL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd", "xz", "lz4", "bzip2"})
    void bytesBehindTheEndAreAWarningAndCostNoData(String command) {
        byte[] packed = Tool.run(work, SQL, command.split(" ", -1));
        FetchOutcome outcome = Samples.fetch(work, Keys.none(), join(packed, noise(4096)));
        assertThat(Samples.payload(outcome)).isEqualTo(SQL);
        assertThat(outcome.findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.TRAILING_GARBAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "xz", "lz4", "bzip2"})
    void zerosBehindTheEndAreFine(String command) {
        byte[] packed = Tool.run(work, SQL, command.split(" ", -1));
        FetchOutcome outcome = Samples.fetch(work, Keys.none(), join(packed, new byte[4096]));
        assertThat(Samples.payload(outcome)).isEqualTo(SQL);
        assertThat(outcome.findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd", "xz", "lz4", "lz4 -BD", "bzip2"})
    void missingEndIsTruncation(String command) {
        byte[] packed = Tool.run(work, SQL, command.split(" ", -1));
        for (int cut : new int[] {1, packed.length / 2}) {
            byte[] shorter = Arrays.copyOf(packed, packed.length - cut);
            assertThat(Samples.failure(Samples.fetch(work, Keys.none(), shorter)))
                    .isEqualTo(FindingCode.COMPRESSION_TRUNCATED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd --check", "xz", "lz4", "lz4 -BD", "bzip2"})
    void changedByteIsDamage(String command) {
        byte[] packed = Tool.run(work, SQL, command.split(" ", -1));
        packed[packed.length / 2] ^= 0x10;
        assertThat(Samples.failure(Samples.fetch(work, Keys.none(), packed)))
                .isEqualTo(FindingCode.COMPRESSION_DAMAGED);
    }

    @Test
    void zlibIsUnpacked() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream zlib = new DeflaterOutputStream(out)) {
            zlib.write(SQL);
        }
        FetchOutcome outcome = Samples.fetch(work, Keys.none(), out.toByteArray());
        assertThat(Samples.payload(outcome)).isEqualTo(SQL);
        assertThat(Samples.fetched(outcome).layers()).containsExactly("zlib");
    }

    @Test
    void gzipWithEveryHeaderFieldIsUnpacked() {
        byte[] plain = Samples.gzip(SQL);
        byte[] fields = {
            0x1f, (byte) 0x8b, 8, 4 | 8 | 16 | 2, 1, 2, 3, 4, 0, 3, 2, 0, 9, 9, 'n', 0, 'c', 0, 7, 7
        };
        byte[] packed = join(fields, Arrays.copyOfRange(plain, 10, plain.length));
        assertThat(Samples.payload(Samples.fetch(work, Keys.none(), packed))).isEqualTo(SQL);
    }

    @Test
    void nestedTooOftenIsToldAndNotFollowed() {
        byte[] packed = SQL;
        for (int i = 0; i < 8; i++) {
            packed = Samples.gzip(packed);
        }
        assertThat(Samples.payload(Samples.fetch(work, Keys.none(), packed))).isEqualTo(SQL);
        assertThat(Samples.failure(Samples.fetch(work, Keys.none(), Samples.gzip(packed))))
                .isEqualTo(FindingCode.NESTED_TOO_DEEP);
    }
}
