package dev.muster.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.MusterException;

/** Makes a finding of what should never have happened, so that a drill still ends with a result. */
final class Defect {
    private Defect() {}

    /** Of whatever a drill did not expect. */
    static Finding of(Throwable problem) {
        if (problem instanceof OutOfMemoryError) {
            return Finding.of(
                            FindingCode.MEMORY_EXHAUSTED,
                            null,
                            "Muster itself ran out of memory with a heap of %d MB"
                                    .formatted(Runtime.getRuntime().maxMemory() >> 20))
                    .withHint("give it more, as in MUSTER_JAVA_OPTS=-Xmx1g");
        }
        return Finding.ofDefect(problem);
    }

    /** What a person set up wrongly, for example a work directory that cannot be written. */
    static Finding ofMachine(MusterException e) {
        Finding finding =
                Finding.of(
                        FindingCode.TASK_MISCONFIGURED,
                        null,
                        e.getMessage() + " [" + e.code() + "]");
        return e.hint() == null ? finding : finding.withHint(e.hint());
    }
}
