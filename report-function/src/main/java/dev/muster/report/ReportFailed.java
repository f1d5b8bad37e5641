package dev.muster.report;

import dev.muster.contract.MusterException;

/** Ends the function's run so that Lambda shows what went wrong, and tries an event again. */
final class ReportFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReportFailed(MusterException e) {
        super(
                e.code() + ": " + e.getMessage() + (e.hint() == null ? "" : "; hint: " + e.hint()),
                e);
    }
}
