package dev.muster.contract.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.muster.contract.ContractJson;
import dev.muster.contract.Finding;
import dev.muster.contract.MusterException;
import dev.muster.contract.result.BackupFacts;
import dev.muster.contract.result.SelectionFacts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One drill of one backup, as whoever selected the backup hands it to the restore task. It names
 * the plan and the stores' places in it; keys and credentials stay where the plan says.
 *
 * <p>Where none could be selected it names none: its findings make the drill broken, and other
 * backups are drilled as the plan allows.
 *
 * @param drillId unique among all drills
 * @param backup the backup's key, relative to its stores; a folder's ends in {@code /}. Null where
 *     none could be selected; {@code createdAt} and {@code selection} then are, too
 * @param createdAt of the backup, from its key's timestamp, else from the store
 * @param copies in the order in which to try them; empty where there is no backup
 * @param newestBackupAt of all the plan's backups, for the recovery point objective
 * @param findings what went wrong while the backup was located, for example a store that could not
 *     be listed
 */
public record DrillRequest(
        int schemaVersion,
        String drillId,
        String plan,
        @Nullable String backup,
        @Nullable Instant createdAt,
        List<RequestedCopy> copies,
        @Nullable SelectionFacts selection,
        @Nullable Instant newestBackupAt,
        List<Finding> findings) {

    /** The version of the contract that this class writes. */
    public static final int SCHEMA_VERSION = 1;

    public DrillRequest {
        copies = List.copyOf(copies);
        findings = List.copyOf(findings);
        if (drillId.isBlank() || plan.isBlank()) {
            throw new IllegalArgumentException("a drill needs an id and a plan");
        }
        boolean whole =
                backup == null
                        ? createdAt == null
                                && selection == null
                                && copies.isEmpty()
                                && findings.stream().anyMatch(Finding::decides)
                        : !backup.isBlank()
                                && createdAt != null
                                && selection != null
                                && !copies.isEmpty();
        if (!whole) {
            throw new IllegalArgumentException(
                    "a drill needs a backup with a time, a reason and a copy, or a finding that says"
                            + " why there is none");
        }
    }

    /**
     * A drill that is broken because there is no backup for it.
     *
     * @param findings that make it so
     */
    public static DrillRequest withoutBackup(
            String drillId, String plan, @Nullable Instant newestBackupAt, List<Finding> findings) {
        return new DrillRequest(
                SCHEMA_VERSION,
                drillId,
                plan,
                null,
                null,
                List.of(),
                null,
                newestBackupAt,
                findings);
    }

    /** The same with other findings. */
    public DrillRequest with(List<Finding> others) {
        return new DrillRequest(
                schemaVersion,
                drillId,
                plan,
                backup,
                createdAt,
                copies,
                selection,
                newestBackupAt,
                others);
    }

    /** What is known of its backup before it is fetched; null where there is none. */
    public @Nullable BackupFacts facts() {
        return backup == null
                ? null
                : new BackupFacts(
                        backup, null, copies.getFirst().size(), createdAt, null, List.of(), null);
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
