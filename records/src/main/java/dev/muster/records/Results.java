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
     * The result of a drill, where there is one yet.
     *
     * @throws dev.muster.contract.MusterException RESULT_UNREADABLE, RESULT_VERSION, RECORDS_FAILED
     */
    public Optional<DrillResult> find(String plan, String drillId) {
        return store.read(DrillFolder.of(plan, drillId).result())
                .map(json -> ContractJson.readResult(new String(json, StandardCharsets.UTF_8)));
    }
}
