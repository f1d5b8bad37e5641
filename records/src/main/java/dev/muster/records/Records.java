package dev.muster.records;

import dev.muster.contract.ContractJson;
import dev.muster.contract.MusterException;
import dev.muster.contract.result.DrillResult;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Stores the evidence of a drill: its result, its report, and last a record of both that is chained
 * to the plan's record before it. A drill is recorded once, however often and by however many
 * processes at the same time it is asked for.
 */
public final class Records {
    private static final int MOST_ATTEMPTS = 1000;

    /** Turns a result into the page that people read. */
    @FunctionalInterface
    public interface Rendering {
        /**
         * The page.
         *
         * @param sha256 of the result's document as stored, in lower-case hex
         */
        String render(DrillResult result, String sha256);
    }

    private final RecordStore store;
    private final Rendering rendering;

    /**
     * @param rendering makes the report that is kept beside the result
     */
    public Records(RecordStore store, Rendering rendering) {
        this.store = store;
        this.rendering = rendering;
    }

    /**
     * Stores the evidence, or finds the record of the same drill that is there.
     *
     * @throws MusterException RECORDS_FAILED where the store fails
     */
    public DrillRecord store(DrillResult result) {
        DrillFolder folder = DrillFolder.of(result.plan(), result.drillId());
        byte[] json = kept(folder.result(), ContractJson.bytes(result));
        // What is recorded is what lies in the store, also where an earlier attempt left it there.
        DrillResult stored = ContractJson.readResult(new String(json, StandardCharsets.UTF_8));
        String digest = Digest.sha256(json);
        byte[] html = utf8(rendering.render(stored, digest));
        int last = names(folder.plan()).stream().mapToInt(Records::number).max().orElse(0);
        boolean first = store.create(folder.report(), html);
        byte[] kept =
                first
                        ? html
                        : store.read(folder.report()).orElseThrow(() -> vanished(folder.report()));
        return append(
                folder,
                stored,
                Map.of(DrillFolder.RESULT, digest, DrillFolder.REPORT, Digest.sha256(kept)),
                first ? last : 0);
    }

    private byte[] kept(String name, byte[] document) {
        return store.create(name, document)
                ? document
                : store.read(name).orElseThrow(() -> vanished(name));
    }

    /**
     * Takes the next number; who loses it to another process looks again, and takes the one after.
     *
     * @param before no record up to this number is of this drill: they were there before its
     *     report, which comes before its record
     */
    private DrillRecord append(
            DrillFolder folder, DrillResult result, Map<String, String> documents, int before) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            int last = 0;
            byte[] lastBytes = null;
            for (String name : names(folder.plan()).reversed()) {
                if (lastBytes != null && number(name) <= before) {
                    break;
                }
                byte[] bytes = store.read(name).orElseThrow(() -> vanished(name));
                var present = Chain.read(bytes).filter(r -> r.drillId().equals(result.drillId()));
                if (present.isPresent()) {
                    return present.get();
                }
                if (lastBytes == null) {
                    last = number(name);
                    lastBytes = bytes;
                }
            }
            DrillRecord next =
                    new DrillRecord(
                            DrillRecord.SCHEMA_VERSION,
                            last + 1,
                            result.drillId(),
                            result.plan(),
                            folder.path(),
                            documents,
                            lastBytes == null ? null : Digest.sha256(lastBytes),
                            PastDrill.of(result));
            if (store.create(Chain.name(folder.plan(), next.number()), Chain.write(next))) {
                return next;
            }
        }
        throw new MusterException(
                "RECORDS_FAILED",
                "no free number in the chain of plan \"%s\" after %d attempts"
                        .formatted(result.plan(), MOST_ATTEMPTS),
                "look at what else writes to the records",
                null);
    }

    /** In the order of the chain, which is not that of the names once there are a million. */
    private List<String> names(String planFolder) {
        return store.list(planFolder).stream()
                .filter(name -> Chain.number(name).isPresent())
                .sorted(Comparator.comparingInt(Records::number))
                .toList();
    }

    private static int number(String name) {
        return Chain.number(name).orElse(0);
    }

    private static MusterException vanished(String name) {
        return new MusterException(
                "RECORDS_FAILED",
                "\"%s\" was there and is gone".formatted(name),
                "look at what else deletes from the records",
                null);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
