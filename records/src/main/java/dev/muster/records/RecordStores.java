package dev.muster.records;

import dev.muster.contract.MusterException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Opens the place of records that a person names. */
public final class RecordStores {
    private RecordStores() {}

    /**
     * Opens a place. Nothing is asked of it yet.
     *
     * @param place {@code s3://BUCKET/PREFIX}, or the path of a directory
     * @throws MusterException RECORDS_PLACE where it is neither
     */
    public static RecordStore open(String place) {
        if (S3Place.isOne(place)) {
            return new S3RecordStore(S3Place.parse(place));
        }
        try {
            return new DirectoryRecordStore(Path.of(place));
        } catch (InvalidPathException e) {
            throw new MusterException(
                    "RECORDS_PLACE",
                    "\"%s\" is no place for records".formatted(place),
                    "give the path of a directory, or s3://BUCKET/PREFIX",
                    e);
        }
    }
}
