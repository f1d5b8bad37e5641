package dev.muster.report.metrics;

import java.io.PrintStream;
import java.util.function.Supplier;

/**
 * Writes metrics where CloudWatch Logs reads them: each on a line of its own on standard output,
 * with nothing around it.
 */
public final class MetricLog {
    private final Supplier<PrintStream> out;

    /** To standard output, of which Lambda makes the function's log, also where it puts its own. */
    public MetricLog() {
        this(() -> System.out);
    }

    /** To somewhere else. */
    public MetricLog(Supplier<PrintStream> out) {
        this.out = out;
    }

    /** Writes one document. */
    public void write(MetricDocument metrics) {
        out.get().println(metrics.json());
    }
}
