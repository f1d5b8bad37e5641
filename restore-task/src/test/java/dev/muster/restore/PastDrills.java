package dev.muster.restore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.contract.ContractJson;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.DrillResult;
import java.util.List;

/** Drills of the past, read as records are. */
final class PastDrills {
    private static final String PROVEN =
            """
            { "schemaVersion": 1, "drillId": "past", "plan": "shop", "verdict": "proven",
              "proof": "consistent", "cause": null, "startedAt": "2026-03-01T00:00:00Z",
              "seconds": 100, "selection": null, "attempts": [], "checks": [], "findings": [],
              "backup": { "key": "a.dump", "store": "s", "size": 1000, "createdAt":
                "2026-03-01T00:00:00Z", "sha256": null, "layers": [], "archive": {
                "format": "custom", "version": "1.14", "database": "shop", "serverVersion": "15.6",
                "dumpVersion": "15.6", "encoding": "UTF8", "compression": "gzip", "createdAt": null,
                "entries": 10, "tables": 2, "rows": 100000, "dataBytes": 10000000 } },
              "stages": [
                { "stage": "fetch", "startedAt": "2026-03-01T00:00:00Z", "seconds": 10 },
                { "stage": "restore", "startedAt": "2026-03-01T00:00:10Z", "seconds": 30 } ],
              "objectives": { "rto": null, "rpo": null },
              "environment": { "muster": "0.1.0", "java": "25", "os": "Linux", "postgres": "15.6",
                "restoredInto": null, "sandbox": null, "jobs": 2, "cpus": 2, "memoryBytes": 1 } }
            """;

    private PastDrills() {}

    /** A proven one of 100,000 rows in 10,000,000 bytes, fetched and restored in 40 s. */
    static DrillResult of(List<CheckResult> checks) {
        try {
            ObjectNode result = (ObjectNode) ContractJson.mapper().readTree(PROVEN);
            result.set("checks", ContractJson.mapper().valueToTree(checks));
            return ContractJson.mapper().treeToValue(result, DrillResult.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
