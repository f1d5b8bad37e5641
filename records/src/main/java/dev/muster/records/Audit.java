package dev.muster.records;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a plan's evidence is what was recorded: every document by its digest, every record
 * by the one after it. It needs nothing but the store. A change of the newest record, or one after
 * which the whole rest of the chain was written anew, shows only against a {@code head} kept
 * elsewhere.
 *
 * @param records that the chain holds
 * @param head SHA-256 of the newest record, null where there is none
 * @param firstBreak what is wrong first, in the chain's order; empty where all is as recorded
 */
public record Audit(int records, @Nullable String head, Optional<String> firstBreak) {

    /** Reads all evidence of the plan. */
    public static Audit of(RecordStore store, String plan) {
        TreeMap<Integer, String> names = new TreeMap<>();
        for (String name : store.list(RecordName.of(plan))) {
            Chain.number(name).ifPresent(number -> names.put(number, name));
        }
        List<String> breaks = new ArrayList<>();
        String previous = null;
        int expected = 1;
        for (Map.Entry<Integer, String> entry : names.entrySet()) {
            byte[] bytes = store.read(entry.getValue()).orElse(new byte[0]);
            wrong(store, entry.getKey(), expected, bytes, previous).ifPresent(breaks::add);
            previous = Digest.sha256(bytes);
            expected = entry.getKey() + 1;
        }
        return new Audit(names.size(), previous, breaks.stream().findFirst());
    }

    private static Optional<String> wrong(
            RecordStore store, int number, int expected, byte[] bytes, @Nullable String previous) {
        if (number != expected) {
            return Optional.of("record %d is missing".formatted(expected));
        }
        Optional<DrillRecord> read = Chain.read(bytes);
        if (read.isEmpty()) {
            return Optional.of("record %d cannot be read".formatted(number));
        }
        DrillRecord drillRecord = read.get();
        if (drillRecord.number() != number) {
            return Optional.of(
                    "record %d says that it is record %d".formatted(number, drillRecord.number()));
        }
        if (previous == null
                ? drillRecord.previous() != null
                : !previous.equals(drillRecord.previous())) {
            return Optional.of(
                    number == 1
                            ? "record 1 names a record before it, and there is none"
                            : "record %d was changed after record %d was written"
                                    .formatted(number - 1, number));
        }
        return changedDocument(store, drillRecord);
    }

    private static Optional<String> changedDocument(RecordStore store, DrillRecord drillRecord) {
        for (Map.Entry<String, String> document : drillRecord.documents().entrySet()) {
            String name = drillRecord.folder() + "/" + document.getKey();
            Optional<byte[]> bytes = store.read(name);
            if (bytes.isEmpty()) {
                return Optional.of(
                        "\"%s\" of record %d is missing".formatted(name, drillRecord.number()));
            }
            String actual = Digest.sha256(bytes.get());
            if (!actual.equals(document.getValue())) {
                return Optional.of(
                        "\"%s\" of record %d was changed: SHA-256 is %s, recorded %s"
                                .formatted(
                                        name, drillRecord.number(), actual, document.getValue()));
            }
        }
        return Optional.empty();
    }
}
