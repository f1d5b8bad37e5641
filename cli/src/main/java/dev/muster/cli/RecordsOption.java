package dev.muster.cli;

import dev.muster.contract.MusterException;
import dev.muster.records.RecordStore;
import dev.muster.records.RecordStores;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says where the records of drills are kept. */
final class RecordsOption {
    static final Path USUAL = Path.of(".muster", "records");

    @Option(
            names = "--records",
            paramLabel = "PLACE",
            defaultValue = "${env:MUSTER_RECORDS}",
            description =
                    "Where records of drills are kept: a directory, or s3://BUCKET/PREFIX to read"
                            + " those of AWS (default: $MUSTER_RECORDS, else .muster/records beside"
                            + " muster.yaml).")
    private @Nullable String place;

    /** The records that were asked for, else the usual ones, for reading. */
    RecordStore store(PlanOptions plans) {
        return RecordStores.open(place != null ? place : plans.folder().resolve(USUAL).toString());
    }

    /**
     * The folder that was asked for, or null.
     *
     * @throws MusterException RECORDS_PLACE where a bucket was asked for
     */
    @Nullable Path named() {
        if (place != null && place.startsWith("s3:")) {
            throw new MusterException(
                    "RECORDS_PLACE",
                    "a drill on this machine keeps its records in a directory, not in \"%s\""
                            .formatted(place),
                    "give --records a directory; drills on AWS write to the bucket");
        }
        return place == null ? null : Path.of(place);
    }

    /** The folder that was asked for, else the usual one. */
    Path orBeside(PlanOptions plans) {
        Path folder = named();
        return folder != null ? folder : plans.folder().resolve(USUAL);
    }
}
