package dev.muster.manifest.take;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    @Test
    void keepsToTheRate() throws InterruptedException {
        Pace pace = new Pace(10_000_000);
        long start = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            pace.take(1_000_000);
        }
        // The first goes at once; the other four wait for a tenth of a second each.
        assertThat((System.nanoTime() - start) / 1e9).isBetween(0.39, 5.0);
    }

    @Test
    void withoutARateNobodyWaits() throws InterruptedException {
        Pace pace = new Pace(0);
        long start = System.nanoTime();
        pace.take(Long.MAX_VALUE);
        assertThat((System.nanoTime() - start) / 1e9).isLessThan(0.5);
    }
}
