package dev.muster.restore.fetch;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Severity;
import dev.muster.stores.BackupCopy;
import dev.muster.stores.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Weighs what went wrong with each copy, by whether another one served. */
final class CopyFailures {
    private CopyFailures() {}

    /** A copy that was passed over is no reason to fail, and redundancy that was lost. */
    static List<Finding> whenAnotherServed(List<Finding> failures) {
        return failures.stream()
                .map(CopyFailures::asUnreadable)
                .map(failure -> failure.withSeverity(Severity.WARNING))
                .toList();
    }

    private static Finding asUnreadable(Finding failure) {
        return switch (failure.code()) {
            case STORE_DENIED, STORE_REFUSED, STORE_UNREACHABLE, STORE_FAILED ->
                    Finding.of(FindingCode.COPY_UNREADABLE, failure.object(), failure.message());
            default -> failure;
        };
    }

    /**
     * As long as one copy could not be looked at, the others do not show that the backup is lost.
     */
    static List<Finding> whenNoneServed(List<BackupCopy> copies, List<Finding> failures) {
        if (failures.stream().allMatch(f -> f.code() == FindingCode.COPY_MISSING)) {
            String stores =
                    copies.stream().map(c -> c.store().name()).collect(Collectors.joining(", "));
            return List.of(
                    Finding.of(
                            FindingCode.BACKUP_NOT_FOUND,
                            copies.getFirst().key(),
                            "it is no longer in %s, which had listed it".formatted(stores)));
        }
        boolean undecided =
                failures.stream().anyMatch(f -> f.cause() != Cause.BACKUP && f.decides());
        Map<String, Finding> byRoot = new LinkedHashMap<>();
        for (Finding failure : failures) {
            Finding weighed =
                    undecided && failure.cause() == Cause.BACKUP
                            ? failure.withSeverity(Severity.WARNING)
                            : failure;
            byRoot.merge(failure.code() + failure.message(), weighed, CopyFailures::together);
        }
        return new ArrayList<>(byRoot.values());
    }

    private static Finding together(Finding first, Finding again) {
        List<String> examples = new ArrayList<>(first.examples());
        examples.add("the same in " + again.object());
        return first.withConsequences(first.consequences() + 1, examples);
    }

    /** Whether trying another copy makes sense after this. */
    static boolean anotherCopyMayHelp(Finding failure) {
        return switch (failure.code()) {
            case INTERRUPTED, RESTORE_TIMEOUT, DISK_INSUFFICIENT -> false;
            default -> true;
        };
    }

    static Optional<Finding> differingSizes(List<BackupCopy> copies) {
        long sizes = copies.stream().mapToLong(BackupCopy::size).distinct().count();
        if (sizes <= 1) {
            return Optional.empty();
        }
        String each =
                copies.stream()
                        .map(c -> "%,d bytes in %s".formatted(c.size(), c.store().name()))
                        .collect(Collectors.joining(", "));
        return Optional.of(
                Finding.of(
                        FindingCode.COPIES_DIFFER,
                        copies.getFirst().key(),
                        "the copies have different sizes: " + each));
    }

    /** The same finding, naming the copy it is about. */
    static Finding about(BackupCopy copy, Finding finding) {
        return finding.withObject(copy.key() + " in " + copy.store().name());
    }

    static Finding ofStore(StoreException e) {
        FindingCode code =
                switch (e.kind()) {
                    case MISSING -> FindingCode.COPY_MISSING;
                    case DENIED -> FindingCode.STORE_DENIED;
                    case REFUSED -> FindingCode.STORE_REFUSED;
                    case UNREACHABLE -> FindingCode.STORE_UNREACHABLE;
                    case TIMED_OUT, CUT, CHANGED, FAILED -> FindingCode.STORE_FAILED;
                };
        String message = e.getMessage();
        return Finding.of(code, null, message == null ? "the store gave no reason" : message);
    }

    static Finding ofDisk(IOException e, Path workDir) {
        return Finding.of(
                FindingCode.DISK_INSUFFICIENT,
                null,
                "\"%s\" cannot be written to: %s".formatted(workDir, e));
    }

    static Finding ofMemory() {
        return Finding.of(
                FindingCode.MEMORY_EXHAUSTED,
                null,
                "the fetch needs more than the %d MB of memory there is"
                        .formatted(Runtime.getRuntime().maxMemory() >> 20));
    }
}
