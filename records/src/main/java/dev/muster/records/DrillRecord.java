package dev.muster.records;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One link of a plan's chain of evidence: which documents a drill left, by their SHA-256, and which
 * record came before it.
 *
 * @param number from 1, without gaps
 * @param plan as the result names it
 * @param folder that holds the documents
 * @param documents SHA-256 in lower-case hex by name within the folder
 * @param previous SHA-256 of the record before this one as stored, null for the first
 */
public record DrillRecord(
        int schemaVersion,
        int number,
        String drillId,
        String plan,
        String folder,
        Map<String, String> documents,
        @Nullable String previous,
        PastDrill drill) {

    /** The version of the record that this class writes. */
    public static final int SCHEMA_VERSION = 1;

    public DrillRecord {
        Objects.requireNonNull(drillId, "drillId");
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(drill, "drill");
        documents = Collections.unmodifiableSortedMap(new TreeMap<>(documents));
    }

    /** The report's name in the store. */
    public String report() {
        return folder + "/" + DrillFolder.REPORT;
    }
}
