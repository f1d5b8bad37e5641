package dev.muster.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where a drill's result is written, beside its record. */
final class OutputOptions {
    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the result as JSON; - is standard output.")
    private @Nullable String json;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write report.html into this folder.")
    private @Nullable Path report;

    /**
     * The output.
     *
     * @param records the folder of the records, or null for none
     */
    DrillOutput with(@Nullable Path records) {
        return new DrillOutput(json, report, records);
    }
}
