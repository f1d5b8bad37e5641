package dev.muster.restore.fetch.layer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.bouncycastle.crypto.generators.SCrypt;
import org.junit.jupiter.api.Test;

class ScryptTest {
    private static final long PLENTY = 1L << 30;

    @Test
    void agreesWithTheStandardsVectors() {
        assertThat(hex(Scrypt.key(new byte[0], new byte[0], 16, 1, 64, PLENTY)))
                .isEqualTo(
                        "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                                + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906");
        assertThat(hex(key(16384, PLENTY)))
                .isEqualTo(
                        "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887");
    }

    @Test
    void theKeyIsTheSameInLessMemory() {
        byte[] whole =
                SCrypt.generate(
                        "pleaseletmein".getBytes(US_ASCII),
                        "SodiumChloride".getBytes(US_ASCII),
                        1024,
                        8,
                        1,
                        64);
        for (long memory : new long[] {PLENTY, 1 << 20, (1 << 20) - 1, 1 << 18, 1000, 0}) {
            assertThat(key(1024, memory)).as("in " + memory + " bytes").isEqualTo(whole);
        }
    }

    private static byte[] key(int blocks, long memory) {
        return Scrypt.key(
                "pleaseletmein".getBytes(US_ASCII),
                "SodiumChloride".getBytes(US_ASCII),
                blocks,
                8,
                64,
                memory);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
