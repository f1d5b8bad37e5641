package dev.muster.records;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
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
 * @param unrecorded results that no record names: of drills that are just ending, or of which the
 *     record was taken away
 */
public record Audit(
        int records, @Nullable String head, Optional<String> firstBreak, List<String> unrecorded) {

    public Audit {
        unrecorded = List.copyOf(unrecorded);
    }

    /** The folders of all plans in the store, sorted. */
    public static List<String> folders(RecordStore store) {
        return store.list("").stream()
                .filter(name -> name.indexOf('/') > 0)
                .map(name -> name.substring(0, name.indexOf('/')))
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether nothing at all is kept of the plan. */
    public static boolean isEmpty(RecordStore store, String plan) {
        return store.list(RecordName.of(plan)).isEmpty();
    }

    /** Reads all evidence of the plan. */
    public static Audit of(RecordStore store, String plan) {
        return ofFolder(store, RecordName.of(plan), null);
    }

    /** The same, held against a digest that was noted elsewhere when it was the head. */
    public static Audit of(RecordStore store, String plan, @Nullable String known) {
        return ofFolder(store, RecordName.of(plan), known);
    }

    /** Reads all evidence in a plan's folder. */
    public static Audit ofFolder(RecordStore store, String folder, @Nullable String known) {
        List<String> all = store.list(folder);
        TreeMap<Integer, String> names = new TreeMap<>();
        for (String name : all) {
            Chain.number(name).ifPresent(number -> names.put(number, name));
        }
        Set<String> recorded = new HashSet<>();
        List<String> breaks = new ArrayList<>();
        String previous = null;
        int expected = 1;
        boolean seen = false;
        for (Map.Entry<Integer, String> entry : names.entrySet()) {
            byte[] bytes = store.read(entry.getValue()).orElse(new byte[0]);
            wrong(store, folder, entry.getKey(), expected, bytes, previous).ifPresent(breaks::add);
            Chain.read(bytes).ifPresent(r -> recorded.add(r.folder() + "/" + DrillFolder.RESULT));
            previous = Digest.sha256(bytes);
            seen |= previous.equals(known);
            expected = entry.getKey() + 1;
        }
        if (known != null && !seen) {
            breaks.add(
                    "no record has the SHA-256 %s that was noted: the chain was cut or written anew"
                            .formatted(known));
        }
        List<String> unrecorded =
                all.stream()
                        .filter(name -> name.endsWith("/" + DrillFolder.RESULT))
                        .filter(name -> !recorded.contains(name))
                        .filter(name -> !name.endsWith("/" + DrillFolder.KEPT))
                        .toList();
        if (names.isEmpty() && !unrecorded.isEmpty()) {
            breaks.add("%d results lie there, and no record".formatted(unrecorded.size()));
        }
        return new Audit(names.size(), previous, breaks.stream().findFirst(), unrecorded);
    }

    private static Optional<String> wrong(
            RecordStore store,
            String folder,
            int number,
            int expected,
            byte[] bytes,
            @Nullable String previous) {
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
        if (!drillRecord.folder().matches(Pattern.quote(folder) + "/[^/]+")) {
            return Optional.of("record %d is of another plan".formatted(number));
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
