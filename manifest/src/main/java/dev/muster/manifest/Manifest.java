package dev.muster.manifest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one database held at one moment, as hashes: enough to tell that a restored copy is the same,
 * and where it is not, and nothing from which a row's value could be read.
 *
 * @param muster the version of Muster that took it
 * @param taken how it stands to the dump
 * @param hash which hash it holds; {@link #HASH} is the one that this Muster knows
 * @param probe the hash of a known text on that server: another server's hashes can be compared
 *     where it gives the same
 * @param dump the dump that it belongs to; null where none was named
 * @param tables all that hold rows, in the order of their names
 * @param largeObjects null where they could not be read
 * @param definitions of everything that the dump defines
 * @param rights owners, privileges and comments of all that; null where it was taken before these
 *     were recorded
 */
public record Manifest(
        int schemaVersion,
        String muster,
        Taken taken,
        String hash,
        String probe,
        Source source,
        @Nullable Dump dump,
        List<TableContent> tables,
        List<SequenceContent> sequences,
        @Nullable LargeObjectContent largeObjects,
        List<Definition> definitions,
        @Nullable Rights rights) {

    /** The version of the document that this class writes. */
    public static final int SCHEMA_VERSION = 1;

    /**
     * PostgreSQL's hashtextextended of each row's text, its columns in the order of their names, by
     * two seeds, each added up over all rows modulo 2^64: see {@code docs/manifest.md}.
     */
    public static final String HASH = "hashtextextended-sum-2x64";

    /** What lies beside a backup is called so, after the backup's own key. */
    public static final String SUFFIX = ".manifest.json";

    /** How a manifest stands to its dump. */
    public enum Taken {
        /** In the snapshot that pg_dump used. */
        SNAPSHOT,
        /** In a later one: the source may have moved on since. */
        AFTER
    }

    public Manifest {
        tables = List.copyOf(tables);
        sequences = List.copyOf(sequences);
        definitions = List.copyOf(definitions);
    }

    /** Whether it is of the dump's own snapshot. */
    public boolean ofSnapshot() {
        return taken == Taken.SNAPSHOT;
    }
}
