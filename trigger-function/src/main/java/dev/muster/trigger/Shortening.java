package dev.muster.trigger;

import dev.muster.contract.ContractJson;
import dev.muster.contract.Finding;
import dev.muster.contract.request.DrillRequest;
import dev.muster.records.RecordStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a request fit into what ECS takes along with a task: findings that do not fit are kept in
 * the state, and the request says where.
 */
final class Shortening {
    private static final String FOLDER = "findings";

    private final RecordStore state;

    Shortening(RecordStore state) {
        this.state = state;
    }

    /** The request, with as many of its findings as fit, the gravest first. */
    DrillRequest fitting(DrillRequest request, Predicate<DrillRequest> fits) {
        if (fits.test(request) || request.findings().isEmpty()) {
            return request;
        }
        String name = FOLDER + "/" + request.drillId() + ".json";
        state.replace(name, json(request.findings()));
        List<Finding> gravest =
                request.findings().stream()
                        .sorted(Comparator.comparingInt(f -> f.decides() ? 0 : 1))
                        .toList();
        DrillRequest shortened = request;
        for (int kept = gravest.size() - 1; kept >= 0; kept--) {
            List<Finding> findings = new ArrayList<>(gravest.subList(0, kept));
            findings.add(rest(gravest.get(kept), gravest.size() - kept, state.location(name)));
            shortened = request.with(findings);
            if (fits.test(shortened)) {
                return shortened;
            }
        }
        return shortened;
    }

    /** Stands for those left out; it weighs as much as the gravest of them. */
    private static Finding rest(Finding first, int count, String location) {
        return new Finding(
                first.code(),
                first.cause(),
                first.severity(),
                null,
                "%d more findings of looking for the backup are in %s".formatted(count, location),
                "read them there",
                count - 1,
                List.of(),
                first.accepted());
    }

    private static byte[] json(List<Finding> findings) {
        return ContractJson.mapper()
                .valueToTree(findings)
                .toPrettyString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
