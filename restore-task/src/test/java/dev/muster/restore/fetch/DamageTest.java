package dev.muster.restore.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.restore.fetch.key.Keys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is cut or changed, a fetch ends soon, with a finding, and never with wrong bytes. */
class DamageTest {
    private static final byte[] SQL = Samples.sql(1_500);
    private static final int TRIES = 40;

    @TempDir Path work;

    private void everyDamageIsNoticed(byte[] sound, Keys keys) {
        Random random = new Random(11);
        for (int i = 0; i < TRIES; i++) {
            int at = random.nextInt(sound.length);
            byte[] cut = Arrays.copyOf(sound, at);
            byte[] flipped = sound.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            byte[] hole = sound.clone();
            Arrays.fill(hole, at, Math.min(at + 512, hole.length), (byte) 0);
            for (byte[] damaged : new byte[][] {cut, flipped, hole}) {
                Assertions.assertTimeoutPreemptively(
                        Duration.ofSeconds(20), () -> noWrongBytes(damaged, keys));
            }
        }
    }

    private void noWrongBytes(byte[] damaged, Keys keys) throws Exception {
        switch (Samples.fetch(work, keys, damaged)) {
            case Fetched fetched ->
                    assertThat(Files.readAllBytes(fetched.payload())).isEqualTo(SQL);
            case FetchFailed failed -> {
                assertThat(failed.findings()).hasSize(1);
                assertThat(failed.findings())
                        .extracting(Finding::code)
                        .doesNotContain(FindingCode.DEFECT, FindingCode.DISK_INSUFFICIENT);
                assertThat(work.resolve("copy-1")).doesNotExist();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd --check", "xz", "lz4 -BD", "lz4 -B4", "bzip2"})
    void inCompressedData(String command) {
        everyDamageIsNoticed(Tool.run(work, SQL, command.split(" ", -1)), Keys.none());
    }

    @Test
    void inAFernetToken() {
        everyDamageIsNoticed(
                Samples.fernet(Samples.gzip(SQL), Samples.FERNET_KEY),
                Samples.fernetKeys(Samples.FERNET_KEY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-z 0", "-z 6", "--armor"})
    void inAnOpenPgpMessage(String options) {
        String command =
                "gpg --batch -q --pinentry-mode loopback --passphrase swordfish --s2k-mode 1 "
                        + options
                        + " -c";
        byte[] message = Tool.run(work, SQL, command.split(" ", -1));
        assertThatCode(() -> Tool.run(work, new byte[0], "gpgconf", "--kill", "all"))
                .doesNotThrowAnyException();
        everyDamageIsNoticed(message, Samples.keys("swordfish"));
    }
}
