package dev.muster.manifest.take;

/** Keeps several readers together below a rate. */
final class Pace {
    private final long bytesPerSecond;
    private long free;

    /**
     * @param bytesPerSecond 0 for as fast as it goes
     */
    Pace(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
        this.free = System.nanoTime();
    }

    /** Waits for its turn to read so many bytes. */
    void take(long bytes) throws InterruptedException {
        if (bytesPerSecond <= 0) {
            return;
        }
        long wait;
        synchronized (this) {
            long now = System.nanoTime();
            free = Math.max(free, now);
            wait = free - now;
            free += (long) (bytes * 1e9 / bytesPerSecond);
        }
        if (wait > 0) {
            Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
        }
    }
}
