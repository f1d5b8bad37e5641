package dev.muster.restore.postgres.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The thread that writes a tool's standard input, and what went wrong on our side of it. */
final class Feeding {
    private final OutputStream input;
    private final @Nullable ToolThread thread;
    private volatile @Nullable Finding failure;

    Feeding(OutputStream input, ToolRun.@Nullable Feeder feeder) {
        this.input = input;
        if (feeder == null) {
            thread = null;
            close();
        } else {
            thread = ToolThread.start("muster-tool-input", () -> feed(feeder));
        }
    }

    private void feed(ToolRun.Feeder feeder) {
        try {
            feeder.feed(input);
        } catch (FindingException e) {
            failure = e.finding();
        } catch (SourceFailure e) {
            failure =
                    Finding.of(
                            FindingCode.RESTORE_TOOL_FAILED,
                            null,
                            "cannot read the unpacked backup: " + e.getMessage());
        } catch (IOException | InterruptedException e) {
            return; // The tool ended before it had read everything: its own words say why.
        } finally {
            close();
        }
    }

    private void close() {
        try {
            input.close();
        } catch (IOException e) {
            return; // The tool is gone.
        }
    }

    /** Reading the script failed, as opposed to writing to the tool. */
    static final class SourceFailure extends IOException {
        private static final long serialVersionUID = 1L;

        SourceFailure(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /**
     * What went wrong, to be asked when the tool has ended.
     *
     * @throws RuntimeException or an Error, where that ended the writing
     */
    Optional<Finding> failure() {
        if (thread != null) {
            thread.rethrow();
        }
        return Optional.ofNullable(failure);
    }

    void stop() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
