package dev.muster.restore.mutate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileMutationTest {
    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource
    void fileIsAnotherAndTheSeedSaysWhich(FileMutation mutation) throws IOException {
        byte[] before = content();

        byte[] after = damaged(mutation, 0, before.length, 4711);

        assertThat(after).isNotEqualTo(before).isEqualTo(damaged(mutation, 0, before.length, 4711));
    }

    @Test
    void flippedBitLiesWhereItMayAndIsOne() throws IOException {
        byte[] before = content();
        for (int seed = 0; seed < 50; seed++) {
            byte[] after = damaged(FileMutation.FLIP, 5000, 5100, seed);
            int bits = 0;
            for (int i = 0; i < before.length; i++) {
                int other = Integer.bitCount((before[i] ^ after[i]) & 0xff);
                assertThat(other == 0 || (i >= 5000 && i < 5100)).as("byte %d", i).isTrue();
                bits += other;
            }
            assertThat(bits).isOne();
        }
    }

    @Test
    void smallFilesAreDamagedToo() throws IOException {
        for (FileMutation mutation : FileMutation.values()) {
            if (mutation == FileMutation.FLIP_HEADER || mutation == FileMutation.CRLF) {
                continue; // They are for archives, which have a header and more than one line.
            }
            Path file = Files.write(directory.resolve("small"), new byte[] {7, 8});
            mutation.to(file, 0, 2, new Random(1));
            assertThat(Files.readAllBytes(file)).as("%s", mutation).isNotEqualTo(new byte[] {7, 8});
        }
    }

    private byte[] damaged(FileMutation mutation, long from, long to, long seed)
            throws IOException {
        Path file = Files.write(directory.resolve("file"), content());
        mutation.to(file, from, to, new Random(seed));
        return Files.readAllBytes(file);
    }

    private static byte[] content() {
        byte[] bytes = new byte[20_000];
        new Random(99).nextBytes(bytes);
        bytes[17] = '\n';
        return bytes;
    }
}
