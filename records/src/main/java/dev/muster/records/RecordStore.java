package dev.muster.records;

import dev.muster.contract.MusterException;
import java.util.List;
import java.util.Optional;

/**
 * A place that keeps documents under names with slashes. What it has created it never changes, and
 * nobody ever reads half a document. Safe for use by several processes at the same time.
 *
 * <p>Every method throws {@link MusterException} with code RECORDS_FAILED where the place fails,
 * and what reads throws {@link #TOO_LARGE} for a document that no Muster wrote.
 */
public interface RecordStore {
    /** Code of what is said of a document that is larger than {@link #MOST_BYTES}. */
    String TOO_LARGE = "RECORDS_TOO_LARGE";

    /** The largest document that is read, in bytes: more would not fit into a function's memory. */
    int MOST_BYTES = 64 << 20;

    /** What is said of a document that is too large to be read. */
    static MusterException tooLarge(String location, long bytes) {
        return new MusterException(
                TOO_LARGE,
                "\"%s\" has %,d bytes, more than %,d".formatted(location, bytes, MOST_BYTES),
                "no Muster writes such a document: look at what did, and move it away");
    }

    /** The document, or nothing where there is none of this name. */
    default Optional<byte[]> read(String name) {
        return readVersioned(name).map(Versioned::bytes);
    }

    /** The document with its version, or nothing where there is none of this name. */
    Optional<Versioned> readVersioned(String name);

    /**
     * Keeps a document for good, if its name is free.
     *
     * @return whether it was free; otherwise what lies there is left as it is
     */
    boolean create(String name, byte[] document);

    /** Writes a document that may change, such as an overview. */
    void replace(String name, byte[] document);

    /**
     * Writes a document in place of the one that was read, if nobody has changed or deleted it
     * since.
     *
     * @param version of the one that was read
     * @return whether it was still that one; otherwise what lies there is left as it is
     */
    boolean replaceIf(String name, byte[] document, String version);

    /**
     * Removes a document. It is not for evidence, but for what is done with.
     *
     * @return whether it was there, as far as the place tells
     */
    boolean delete(String name);

    /** The names of all documents in and below the folder, sorted; empty names the whole store. */
    List<String> list(String folder);

    /** Where a person finds the document. */
    String location(String name);
}
