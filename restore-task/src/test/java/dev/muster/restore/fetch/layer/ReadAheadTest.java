package dev.muster.restore.fetch.layer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReadAheadTest {

    /** As where a decompressor's native library cannot be loaded. */
    @Test
    @Timeout(20)
    void anErrorInTheReadingThreadReachesWhoeverReads() throws IOException {
        InputStream broken =
                new InputStream() {
                    @Override
                    public int read() {
                        throw new UnsatisfiedLinkError("no library");
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) {
                        throw new UnsatisfiedLinkError("no library");
                    }
                };
        try (ReadAhead ahead =
                new ReadAhead("test", broken, new StopSignal(() -> false, Duration.ofMinutes(1)))) {
            assertThatThrownBy(ahead::readAllBytes).isInstanceOf(UnsatisfiedLinkError.class);
        }
    }
}
