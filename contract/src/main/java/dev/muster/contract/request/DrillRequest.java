package dev.muster.contract.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.muster.contract.ContractJson;
import dev.muster.contract.Finding;
import dev.muster.contract.MusterException;
import dev.muster.contract.result.SelectionFacts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One drill of one backup, as whoever selected the backup hands it to the restore task. It names
 * the plan and the stores' places in it; keys and credentials stay where the plan says.
 *
 * @param drillId unique among all drills
 * @param backup the backup's key, relative to its stores; a folder's ends in {@code /}
 * @param createdAt of the backup, from its key's timestamp, else from the store
 * @param copies in the order in which to try them
 * @param newestBackupAt of all the plan's backups, for the recovery point objective
 * @param findings what went wrong while the backup was located, for example a store that could not
 *     be listed
 */
public record DrillRequest(
        int schemaVersion,
        String drillId,
        String plan,
        String backup,
        Instant createdAt,
        List<RequestedCopy> copies,
        SelectionFacts selection,
        @Nullable Instant newestBackupAt,
        List<Finding> findings) {

    /** The version of the contract that this class writes. */
    public static final int SCHEMA_VERSION = 1;

    public DrillRequest {
        copies = List.copyOf(copies);
        findings = List.copyOf(findings);
        if (drillId.isBlank() || plan.isBlank() || backup.isBlank() || copies.isEmpty()) {
            throw new IllegalArgumentException("a drill needs an id, a plan, a backup and a copy");
        }
    }

    /** On one line, because it travels in an environment variable. */
    public String toJson() {
        try {
            return ContractJson.mapper()
                    .writer()
                    .without(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request cannot be written as JSON", e);
        }
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws MusterException REQUEST_UNREADABLE or REQUEST_VERSION
     */
    public static DrillRequest fromJson(String json) {
        DrillRequest request;
        try {
            request = ContractJson.mapper().readValue(json, DrillRequest.class);
        } catch (JsonProcessingException e) {
            throw new MusterException(
                    "REQUEST_UNREADABLE",
                    "this is no request for a drill",
                    "start drills through the trigger function or the command line",
                    e);
        }
        if (request == null || request.schemaVersion != SCHEMA_VERSION) {
            throw new MusterException(
                    "REQUEST_VERSION",
                    "the request is not of version " + SCHEMA_VERSION,
                    "deploy the trigger function and the restore task of the same release");
        }
        return request;
    }
}
