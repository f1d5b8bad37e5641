package dev.muster.report.metrics;

/** The units of CloudWatch that our metrics have. */
enum MetricUnit {
    SECONDS("Seconds"),
    COUNT("Count"),
    BYTES("Bytes"),
    BYTES_PER_SECOND("Bytes/Second");

    private final String name;

    MetricUnit(String name) {
        this.name = name;
    }

    /** As CloudWatch writes it. */
    String cloudWatch() {
        return name;
    }
}
