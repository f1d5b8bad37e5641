package dev.muster.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says where the records of drills are kept. */
final class RecordsOption {
    static final Path USUAL = Path.of(".muster", "records");

    @Option(
            names = "--records",
            paramLabel = "DIR",
            defaultValue = "${env:MUSTER_RECORDS}",
            description =
                    "Where records of drills are kept (default: $MUSTER_RECORDS, else"
                            + " .muster/records beside muster.yaml).")
    private @Nullable Path folder;

    /** The folder that was asked for, or null. */
    @Nullable Path named() {
        return folder;
    }

    /** The folder that was asked for, else the usual one. */
    Path orBeside(PlanOptions plans) {
        return folder != null ? folder : plans.folder().resolve(USUAL);
    }
}
