package dev.muster.restore.fetch;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.contract.Progress;
import dev.muster.restore.fetch.key.Keys;
import dev.muster.restore.fetch.layer.LayerStream;
import dev.muster.restore.fetch.layer.StopSignal;
import dev.muster.stores.BackupCopy;
import dev.muster.stores.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads one copy in one pass: store, hash, layers, disk; then compares what can be compared. */
final class CopyPipeline {
    private final BackupCopy copy;
    private final Keys keys;
    private final Landing landing;
    private final StopSignal stop;
    private final Progress progress;
    private final List<Finding> notes = new ArrayList<>();
    private long bytes;
    private int resumed;
    private @Nullable String sha256;

    CopyPipeline(BackupCopy copy, Keys keys, Landing landing, StopSignal stop, Progress progress) {
        this.copy = copy;
        this.keys = keys;
        this.landing = landing;
        this.stop = stop;
        this.progress = progress;
    }

    /**
     * @throws FindingException where the copy cannot serve
     * @throws IOException where its store cannot, or the disk fails
     */
    Payload run() throws IOException {
        return copy.isFolder() ? folder() : file(copy.objects().getFirst());
    }

    private Payload file(StoredObject object) throws IOException {
        String expected = Sidecar.read(copy, stop);
        Tap tap = new Tap(copy.store().open(object), stop, progress, 0, copy.size());
        LayerStream source = new LayerStream("store", tap, stop, CopyPipeline::explain);
        try (Unwrap unwrap = new Unwrap(keys, landing, stop, notes::add)) {
            Payload payload = unwrap.run(source, expected != null);
            compare(tap, object, expected);
            return payload;
        } catch (FindingException e) {
            throw rootCause(e, tap, object, expected);
        } finally {
            bytes = tap.count();
            resumed = tap.resumed();
        }
    }

    private Payload folder() throws IOException {
        Folder folder = new Folder(copy, landing, stop, progress);
        try {
            Payload payload = folder.run();
            sha256 = folder.sha256();
            return payload;
        } finally {
            bytes = folder.bytes();
            resumed = folder.resumed();
        }
    }

    /** A copy that was read to its end and is not what the store listed explains all the rest. */
    private FindingException rootCause(
            FindingException e, Tap tap, StoredObject object, @Nullable String expected) {
        if (tap.ended()) {
            try {
                compare(tap, object, expected);
            } catch (FindingException outer) {
                outer.addSuppressed(e);
                return outer;
            }
        }
        return SplitName.isPart(copy.key()) && mayBeAPart(e.finding().code())
                ? new FindingException(
                        Finding.of(
                                FindingCode.SPLIT_PART,
                                null,
                                "by its name this is one part of a split backup, and alone it is"
                                        + " none: "
                                        + e.finding().message()),
                        e)
                : e;
    }

    private static boolean mayBeAPart(FindingCode code) {
        return switch (code) {
            case NOT_A_BACKUP, CIPHERTEXT_TRUNCATED, COMPRESSION_TRUNCATED -> true;
            default -> false;
        };
    }

    private void compare(Tap tap, StoredObject object, @Nullable String expected) {
        if (tap.count() != object.size()) {
            throw new FindingException(
                    Finding.of(
                            FindingCode.COPY_SIZE_WRONG,
                            null,
                            "the store gave %,d bytes and had listed %,d"
                                    .formatted(tap.count(), object.size())));
        }
        String actual = tap.sha256();
        sha256 = actual;
        if (expected != null && !expected.equals(actual)) {
            throw new FindingException(
                    Finding.of(
                            FindingCode.COPY_DIGEST_WRONG,
                            null,
                            "its SHA-256 is %s, and \"%s.sha256\" beside it says %s"
                                    .formatted(actual, copy.key(), expected)));
        }
    }

    private static Finding explain(Exception thrown) {
        return Finding.of(FindingCode.STORE_FAILED, null, "reading failed: %s".formatted(thrown));
    }

    /** Findings beside the payload. */
    List<Finding> notes() {
        return List.copyOf(notes);
    }

    long bytes() {
        return bytes;
    }

    int resumed() {
        return resumed;
    }

    /** Of the stored bytes; to be called when the run succeeded. */
    String sha256() {
        return Objects.requireNonNull(sha256, "the copy was not read to its end");
    }
}
