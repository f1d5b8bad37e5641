package dev.muster.restore.fetch;

import dev.muster.contract.Finding;
import dev.muster.contract.result.CopyAttempt;
import dev.muster.stores.BackupCopy;
import java.nio.file.Path;
import java.util.List;

/**
 * An archive on disk, out of all its layers; whatever in them is authenticated was verified.
 *
 * @param payload a file, or a directory for a directory archive
 * @param served the copy it came from
 * @param sha256 of the stored bytes, in lower-case hex; for a folder of the lines that {@code
 *     sha256sum *} prints for its files in the order of their names
 * @param layers outermost first, for example {@code fernet, gzip}
 * @param storedBytes read from the store
 * @param payloadBytes on disk
 */
public record Fetched(
        Path payload,
        boolean directory,
        BackupCopy served,
        String sha256,
        List<String> layers,
        long storedBytes,
        long payloadBytes,
        List<CopyAttempt> attempts,
        List<Finding> findings)
        implements FetchOutcome {
    public Fetched {
        layers = List.copyOf(layers);
        attempts = List.copyOf(attempts);
        findings = List.copyOf(findings);
    }
}
