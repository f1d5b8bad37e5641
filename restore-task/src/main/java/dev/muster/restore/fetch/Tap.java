package dev.muster.restore.fetch;

import dev.muster.contract.Progress;
import dev.muster.contract.Stage;
import dev.muster.restore.fetch.layer.StopSignal;
import dev.muster.stores.CopyStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Passes on a stored object's bytes, and counts, hashes and reports them on their way. */
final class Tap extends InputStream {
    private static final long REPORT_EVERY = 4L * 1024 * 1024;

    private final CopyStream in;
    private final StopSignal stop;
    private final Progress progress;
    private final long before;
    private final long total;
    private final MessageDigest sha256 = newSha256();
    private volatile long count;
    private volatile boolean ended;
    private @Nullable String digest;
    private long reportAt = REPORT_EVERY;

    /**
     * @param before bytes of the same copy that were read from other objects
     * @param total bytes of the whole copy
     */
    Tap(CopyStream in, StopSignal stop, Progress progress, long before, long total) {
        this.in = in;
        this.stop = stop;
        this.progress = progress;
        this.before = before;
        this.total = total;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        stop.check();
        int read = in.read(target, offset, length);
        if (read < 0) {
            ended = true;
            progress.advanced(Stage.FETCH, before + count, total, Progress.Unit.BYTES);
            return -1;
        }
        sha256.update(target, offset, read);
        long now = count + read;
        count = now;
        if (now >= reportAt) {
            reportAt = now + REPORT_EVERY;
            progress.advanced(Stage.FETCH, before + now, total, Progress.Unit.BYTES);
        }
        return read;
    }

    long count() {
        return count;
    }

    /** Whether the store gave everything it had. */
    boolean ended() {
        return ended;
    }

    int resumed() {
        return in.resumed();
    }

    /** Of all bytes, in lower-case hex; to be called when the reader has met the end. */
    String sha256() {
        String hex = digest;
        if (hex == null) {
            hex = HexFormat.of().formatHex(sha256.digest());
            digest = hex;
        }
        return hex;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK brings SHA-256", e);
        }
    }
}
