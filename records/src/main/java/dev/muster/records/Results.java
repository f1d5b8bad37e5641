package dev.muster.records;

import dev.muster.contract.ContractJson;
import dev.muster.contract.result.DrillResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The results of drills in a store: who ends a drill leaves its result here, and who reports it
 * finds it here. The first that is left counts.
 */
public final class Results {
    private final RecordStore store;

    public Results(RecordStore store) {
        this.store = store;
    }

    /**
     * Leaves the result of a drill.
     *
     * @return whether it is the drill's first; otherwise the one that is there stays
     */
    public boolean leave(DrillResult result) {
        return store.create(
                DrillFolder.of(result.plan(), result.drillId()).result(),
                ContractJson.bytes(result));
    }

    /**
     * The id of a drill of another backup that follows a broken one in the same task.
     *
     * @param place among those, from 1
     */
    public static String following(String drillId, int place) {
        return drillId + "-w" + place;
    }

    /**
     * The id of a drill of the same backup on a newer PostgreSQL, in the same task.
     *
     * @param place among those, from 1
     */
    public static String upgraded(String drillId, int place) {
        return drillId + "-u" + place;
    }

    /**
     * Keeps a verdict safe whose drill goes on: it counts where the drill leaves no result.
     *
     * @return whether it is the drill's first; otherwise the one that is there stays
     */
    public boolean keep(DrillResult result) {
        return store.create(
                DrillFolder.of(result.plan(), result.drillId()).kept(), ContractJson.bytes(result));
    }

    /**
     * The verdict that a drill has kept, where it has.
     *
     * @throws dev.muster.contract.MusterException RESULT_UNREADABLE, RESULT_VERSION, RECORDS_FAILED
     */
    public Optional<DrillResult> kept(String plan, String drillId) {
        return read(DrillFolder.of(plan, drillId).kept());
    }

    /**
     * The result of a drill, where there is one yet.
     *
     * @throws dev.muster.contract.MusterException RESULT_UNREADABLE, RESULT_VERSION, RECORDS_FAILED
     */
    public Optional<DrillResult> find(String plan, String drillId) {
        return read(DrillFolder.of(plan, drillId).result());
    }

    /** Whether a drill has left its result, whatever it says. */
    public boolean isLeft(String plan, String drillId) {
        return store.read(DrillFolder.of(plan, drillId).result()).isPresent();
    }

    private Optional<DrillResult> read(String name) {
        return store.read(name)
                .map(json -> ContractJson.readResult(new String(json, StandardCharsets.UTF_8)));
    }
}
