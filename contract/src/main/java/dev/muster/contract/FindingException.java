package dev.muster.contract;

/**
 * Ends the stage that throws it with one finding. The drill goes on to its verdict and to cleanup.
 */
public final class FindingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    public FindingException(Finding finding) {
        super(finding.code() + ": " + finding.message());
        this.finding = finding;
    }

    public FindingException(Finding finding, Throwable cause) {
        super(finding.code() + ": " + finding.message(), cause);
        this.finding = finding;
    }

    public Finding finding() {
        return finding;
    }
}
