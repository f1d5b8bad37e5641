package dev.muster.records;

import dev.muster.contract.ContractJson;
import dev.muster.contract.MusterException;
import dev.muster.contract.result.BackupFacts;
import dev.muster.contract.result.DrillResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The drills of the past. A record that cannot be read is named and takes nothing else with it.
 *
 * @param store that the drills' documents lie in
 * @param drills oldest first
 * @param damaged names of records that cannot be read, with the reason
 */
public record History(RecordStore store, List<DrillRecord> drills, List<String> damaged) {
    private static final int READ_AT_ONCE = 16;

    public History {
        drills = List.copyOf(drills);
        damaged = List.copyOf(damaged);
    }

    /**
     * Reads one plan's drills, or all plans' where none is named.
     *
     * @throws MusterException RECORDS_FAILED where the store as a whole cannot be read
     */
    public static History read(RecordStore store, @Nullable String plan) {
        List<DrillRecord> drills = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        List<String> names =
                store.list(plan == null ? "" : RecordName.of(plan)).stream()
                        .filter(name -> Chain.number(name).isPresent())
                        .toList();
        read(store, names, drills, damaged);
        drills.sort(
                Comparator.comparing((DrillRecord r) -> r.drill().startedAt())
                        .thenComparing(DrillRecord::plan)
                        .thenComparingInt(DrillRecord::number));
        return new History(store, drills, damaged);
    }

    /**
     * Reads the newest of one plan's drills.
     *
     * @param most how many at most
     * @throws MusterException RECORDS_FAILED where the store as a whole cannot be read
     */
    public static History newest(RecordStore store, String plan, int most) {
        List<String> names =
                store.list(RecordName.of(plan)).stream()
                        .filter(name -> Chain.number(name).isPresent())
                        .sorted(Comparator.comparingInt(name -> Chain.number(name).orElse(0)))
                        .toList();
        List<DrillRecord> drills = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        List<String> newest = names.subList(Math.max(0, names.size() - most), names.size());
        newest.forEach(name -> readOne(store, name).add(drills, damaged));
        return new History(store, drills, damaged);
    }

    /** A record, or why there is none. */
    private record Read(@Nullable DrillRecord drill, String problem) {
        void add(List<DrillRecord> drills, List<String> damaged) {
            if (drill == null) {
                damaged.add(problem);
            } else {
                drills.add(drill);
            }
        }
    }

    /** A plan's past grows for ever, and each record in a bucket is a request of its own. */
    private static void read(
            RecordStore store, List<String> names, List<DrillRecord> drills, List<String> damaged) {
        if (names.size() < READ_AT_ONCE) {
            names.forEach(name -> readOne(store, name).add(drills, damaged));
            return;
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(READ_AT_ONCE)) {
            List<CompletableFuture<Read>> reads =
                    names.stream()
                            .map(name ->
                                    CompletableFuture.supplyAsync(
                                            () -> readOne(store, name), threads))
                            .toList();
            reads.forEach(read -> read.join().add(drills, damaged));
        }
    }

    private static Read readOne(RecordStore store, String name) {
        try {
            return store.read(name)
                    .flatMap(Chain::read)
                    .map(drill -> new Read(drill, ""))
                    .orElseGet(() -> new Read(null, "\"" + name + "\" is no record of a drill"));
        } catch (MusterException e) {
            return new Read(null, String.valueOf(e.getMessage()));
        }
    }

    /** The names of the plans that have drills, sorted. */
    public List<String> plans() {
        return drills.stream().map(DrillRecord::plan).distinct().sorted().toList();
    }

    /** The drills of one plan. */
    public List<DrillRecord> of(String plan) {
        return drills.stream().filter(r -> r.plan().equals(plan)).toList();
    }

    /**
     * The result of the proven drill of the youngest backup that is older than this time. What
     * cannot be read is passed over, and so are drills of a part of a backup.
     */
    public Optional<DrillResult> lastProvenBefore(String plan, Instant backupTime) {
        return of(plan).stream()
                .filter(r -> r.drill().provesTheBackup())
                .map(this::result)
                .flatMap(Optional::stream)
                .filter(r -> madeAt(r).isBefore(backupTime))
                .max(Comparator.comparing(History::madeAt));
    }

    /** The result of a drill; nothing where it cannot be read. */
    public Optional<DrillResult> result(DrillRecord drill) {
        try {
            return store.read(drill.folder() + "/" + DrillFolder.RESULT)
                    .map(json -> new String(json, StandardCharsets.UTF_8))
                    .map(ContractJson::readResult);
        } catch (MusterException e) {
            return Optional.empty();
        }
    }

    private static Instant madeAt(DrillResult result) {
        BackupFacts backup = result.backup();
        Instant madeAt = backup == null ? null : backup.createdAt();
        return madeAt == null ? Instant.MAX : madeAt;
    }
}
