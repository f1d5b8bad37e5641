package dev.muster.restore.postgres.restore;

import dev.muster.contract.Finding;
import dev.muster.restore.postgres.errors.ErrorSink;
import dev.muster.restore.postgres.errors.PgRestoreMessages;
import dev.muster.restore.postgres.errors.RestoreError;
import dev.muster.restore.postgres.sandbox.Reach;
import dev.muster.restore.postgres.server.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What pg_restore itself says of an archive when it reads it to its end and restores nothing: a
 * second opinion on damage that Muster's own reader has found.
 *
 * @param words pg_restore's first errors
 */
public record SecondOpinion(Answer answer, List<String> words) {
    private static final int WORDS = 3;

    public SecondOpinion {
        words = List.copyOf(words);
    }

    /** Whether pg_restore could read the archive. */
    public enum Answer {
        READABLE,
        DAMAGED,
        /** It would have read for ever. */
        LOOPED,
        /** It was still reading when the time was up: nobody knows. */
        OUT_OF_TIME
    }

    /** Asks; takes as long as reading the archive does, at most the time limit. */
    public static SecondOpinion of(
            Installation installation, Payload.Archive archive, Duration timeLimit) {
        ErrorSink sink = new ErrorSink();
        PgRestoreMessages messages = new PgRestoreMessages(sink, () -> {});
        Reach reach =
                Reach.ofProgram(installation.program("pg_restore"))
                        .andRead(
                                installation.bin(),
                                installation.bin().resolveSibling("lib"),
                                archive.path());
        ToolRun run =
                new ToolRun(
                        PgRestoreCommand.readThrough(installation, archive),
                        Map.of("TMPDIR", Path.of("/nonexistent").toString()),
                        reach,
                        messages::line);
        Stall stall = new Stall("pg_restore", null, null, Restore.PATIENCE_WITH_DAMAGE);
        Watch watch = new Watch("pg_restore", timeLimit, Long.MAX_VALUE, null, stall);
        ToolRun.Ended ended = run.run(null, watch);
        messages.end();
        Optional<Finding> stopped = ended.stopped();
        if (stopped.isPresent()) {
            return new SecondOpinion(
                    stall.told() ? Answer.LOOPED : Answer.OUT_OF_TIME,
                    List.of(stopped.get().message()));
        }
        List<String> words =
                sink.errors().stream().map(RestoreError::message).limit(WORDS).toList();
        return new SecondOpinion(ended.exitCode() == 0 ? Answer.READABLE : Answer.DAMAGED, words);
    }
}
