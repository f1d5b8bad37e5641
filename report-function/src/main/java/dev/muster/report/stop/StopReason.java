package dev.muster.report.stop;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names the reason why a task left no result, with what to do about it. */
public final class StopReason {
    private static final int SIGABRT = 134;
    private static final int SIGKILL = 137;
    private static final int SIGSEGV = 139;
    private static final int SIGTERM = 143;
    private static final int USAGE = 64;

    private StopReason() {}

    /** The one finding that makes the drill unproven; what AWS said is quoted in it. */
    public static Finding of(StoppedTask task) {
        String said = task.words();
        Optional<StopRule> rule =
                StopRules.ALL.stream().filter(candidate -> candidate.applies(said)).findFirst();
        if (rule.isPresent()) {
            StopRule found = rule.get();
            return finding(task, found.code(), found.means() + memory(task, found), found.hint());
        }
        return task.exitCodes().stream()
                .findFirst()
                .map(exit -> byExitCode(task, exit))
                .orElseGet(() -> withoutExitCode(task));
    }

    private static Finding byExitCode(StoppedTask task, int exit) {
        return switch (exit) {
            case SIGKILL ->
                    finding(
                            task,
                            FindingCode.MEMORY_EXHAUSTED,
                            "the task was killed (exit code 137), most likely for its memory%s"
                                    .formatted(memory(task)),
                            null);
            case SIGTERM ->
                    finding(
                            task,
                            FindingCode.INTERRUPTED,
                            "the task was asked to end (exit code 143) and left no result",
                            null);
            case SIGSEGV, SIGABRT ->
                    finding(
                            task,
                            FindingCode.TASK_CRASHED,
                            "the task's program crashed (exit code %d)".formatted(exit),
                            null);
            case USAGE ->
                    finding(
                            task,
                            FindingCode.TASK_MISCONFIGURED,
                            "the task refused its configuration (exit code 64)",
                            "look at the end of the task's log: it names the setting");
            case 125, 126, 127 ->
                    finding(
                            task,
                            FindingCode.TASK_IMAGE_UNUSABLE,
                            "the image's program cannot be run (exit code %d)".formatted(exit),
                            null);
            default ->
                    finding(
                            task,
                            FindingCode.TASK_LEFT_NO_RESULT,
                            "the task ended with exit code %d and left no result".formatted(exit),
                            null);
        };
    }

    private static Finding withoutExitCode(StoppedTask task) {
        boolean ran = task.startedAt() != null;
        return finding(
                task,
                ran ? FindingCode.TASK_LEFT_NO_RESULT : FindingCode.TASK_NOT_STARTED,
                ran
                        ? "the task ended without an exit code and left no result"
                        : "the task stopped before it ran",
                null);
    }

    private static String memory(StoppedTask task, StopRule rule) {
        return rule.code() == FindingCode.MEMORY_EXHAUSTED ? memory(task) : "";
    }

    private static String memory(StoppedTask task) {
        return task.memoryMib() == null ? "" : " of %d MiB".formatted(task.memoryMib());
    }

    private static Finding finding(
            StoppedTask task, FindingCode code, String means, @Nullable String hint) {
        List<String> said = task.reasons().stream().map(AwsWords::of).distinct().toList();
        String quoted =
                said.isEmpty()
                        ? "AWS gives no reason"
                        : "AWS says \"" + String.join("\", \"", said) + "\"";
        Finding finding = Finding.of(code, task.taskId(), means + "; " + quoted);
        return hint == null ? finding : finding.withHint(hint);
    }
}
