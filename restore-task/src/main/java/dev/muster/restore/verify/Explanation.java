package dev.muster.restore.verify;

/**
 * Why an object may be missing or short of rows, known from the restore; both keep it from becoming
 * a second finding.
 */
public sealed interface Explanation {
    /** In half a sentence, lowercase; never a row's value. */
    String reason();

    /**
     * It could not be restored here for want of something in this environment: it is not checked.
     */
    record Excused(String reason) implements Explanation {}

    /** The restore has a finding about it: it failed, and needs no further finding. */
    record Reported(String reason) implements Explanation {}
}
