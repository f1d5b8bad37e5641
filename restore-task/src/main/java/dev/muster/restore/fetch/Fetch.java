package dev.muster.restore.fetch;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.contract.Progress;
import dev.muster.contract.Stage;
import dev.muster.contract.result.CopyAttempt;
import dev.muster.restore.fetch.key.Keys;
import dev.muster.restore.fetch.layer.StopSignal;
import dev.muster.stores.BackupCopy;
import dev.muster.stores.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns the first copy of a backup that is sound into an archive on disk, and keeps the reason why
 * each copy before it was passed over.
 */
public final class Fetch {
    private final Keys keys;
    private final Path workDir;
    private final FetchLimits limits;
    private final Progress progress;
    private final StopSignal stop;
    private final List<CopyAttempt> attempts = new ArrayList<>();
    private final List<Finding> failures = new ArrayList<>();

    private Fetch(
            Keys keys,
            Path workDir,
            FetchLimits limits,
            Progress progress,
            BooleanSupplier cancelled) {
        this.keys = keys;
        this.workDir = workDir;
        this.limits = limits;
        this.progress = progress;
        this.stop = new StopSignal(cancelled, limits.timeout());
    }

    /**
     * Tries the copies in order. Nothing of a copy that failed stays on disk, and no plaintext that
     * was not verified is ever handed out.
     *
     * @param workDir an existing directory of this drill's own
     * @param cancelled asked often, from several threads
     */
    public static FetchOutcome run(
            List<BackupCopy> copies,
            Keys keys,
            Path workDir,
            FetchLimits limits,
            Progress progress,
            BooleanSupplier cancelled) {
        if (copies.isEmpty()) {
            throw new IllegalArgumentException("a backup without copies");
        }
        return new Fetch(keys, workDir, limits, progress, cancelled).run(copies);
    }

    private FetchOutcome run(List<BackupCopy> copies) {
        for (BackupCopy copy : copies) {
            Fetched fetched = attempt(copy, copies);
            if (fetched != null) {
                return fetched;
            }
            if (!CopyFailures.anotherCopyMayHelp(failures.getLast())) {
                break;
            }
        }
        return new FetchFailed(attempts, CopyFailures.whenNoneServed(copies, failures));
    }

    private @Nullable Fetched attempt(BackupCopy copy, List<BackupCopy> copies) {
        long begin = System.nanoTime();
        CopyPipeline pipeline = null;
        Landing landing = null;
        Finding failure;
        try {
            landing = new Landing(workDir.resolve("copy-" + (attempts.size() + 1)), limits, stop);
            pipeline = new CopyPipeline(copy, keys, landing, stop, progress);
            Payload payload = pipeline.run();
            attempts.add(attempt(copy, pipeline, null, begin));
            return served(copy, copies, pipeline, payload, landing.written());
        } catch (FindingException e) {
            failure = e.finding();
        } catch (StoreException e) {
            failure = CopyFailures.ofStore(e);
        } catch (IOException e) {
            failure = CopyFailures.ofDisk(e, workDir);
        } catch (OutOfMemoryError e) {
            failure = CopyFailures.ofMemory();
        } catch (RuntimeException | Error e) {
            failure = Finding.ofDefect(e);
        }
        failures.add(CopyFailures.about(copy, failure));
        attempts.add(attempt(copy, pipeline, failure, begin));
        progress.noted(
                Stage.FETCH,
                "%s in %s: %s".formatted(copy.key(), copy.store().name(), failure.message()));
        discard(landing);
        return null;
    }

    private Fetched served(
            BackupCopy copy,
            List<BackupCopy> copies,
            CopyPipeline pipeline,
            Payload payload,
            long written) {
        List<Finding> findings = new ArrayList<>(CopyFailures.whenAnotherServed(failures));
        CopyFailures.differingSizes(copies).ifPresent(findings::add);
        pipeline.notes().forEach(note -> findings.add(CopyFailures.about(copy, note)));
        if (keys.encryptionExpected() && !payload.encrypted()) {
            findings.add(
                    Finding.of(
                            FindingCode.NOT_ENCRYPTED,
                            copy.key(),
                            "a key was given, and the backup is not encrypted"));
        }
        return new Fetched(
                payload.path(),
                payload.directory(),
                copy,
                pipeline.sha256(),
                payload.layers(),
                pipeline.bytes(),
                written,
                attempts,
                findings);
    }

    private static CopyAttempt attempt(
            BackupCopy copy,
            @Nullable CopyPipeline pipeline,
            @Nullable Finding failure,
            long begin) {
        return new CopyAttempt(
                copy.store().name(),
                copy.key(),
                failure == null,
                failure == null ? null : failure.code(),
                failure == null ? null : failure.message(),
                pipeline == null ? 0 : pipeline.bytes(),
                (System.nanoTime() - begin) / 1e9,
                pipeline == null ? 0 : pipeline.resumed());
    }

    private void discard(@Nullable Landing landing) {
        if (landing != null) {
            try {
                landing.discard();
            } catch (IOException e) {
                progress.noted(
                        Stage.FETCH, "what was written could not be removed: " + e.getMessage());
            }
        }
    }
}
