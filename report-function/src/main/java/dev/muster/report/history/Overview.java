package dev.muster.report.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.muster.contract.ContractJson;
import dev.muster.contract.MusterException;
import dev.muster.records.History;
import dev.muster.records.RecordStore;
import dev.muster.records.Versioned;
import dev.muster.report.render.Pages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The page over all plans. It is made from {@code index.json}, which holds a summary of each plan,
 * so that the end of a drill need not read the records of all plans.
 *
 * @param plans by their names
 * @param damaged names of records that cannot be read, with the reason
 */
public record Overview(
        int schemaVersion, TreeMap<String, PlanSummary> plans, List<String> damaged) {
    /** The version of {@code index.json} that this class writes. */
    public static final int SCHEMA_VERSION = 2;

    static final String PAGE = "index.html";
    static final String SUMMARIES = "index.json";
    private static final int MOST_ATTEMPTS = 40;
    private static final int LONGEST_WAIT_MILLIS = 250;

    /** Plans whose last drill did not prove a whole backup come first. */
    public List<PlanSummary> sorted() {
        return plans.values().stream()
                .sorted(Comparator.comparing(PlanSummary::lastProvesTheBackup))
                .toList();
    }

    /**
     * Puts what was read of some plans in the place of what was known, and the page over all.
     *
     * @param folder of the one plan that was read, empty where all were
     * @return where the page lies
     * @throws MusterException RECORDS_FAILED
     */
    static String update(History history, String folder) {
        RecordStore store = history.store();
        Overview overview = merge(history, folder);
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            String html = Pages.render("overview.jte", Map.of("overview", overview));
            store.replace(PAGE, html.getBytes(StandardCharsets.UTF_8));
            // Whoever changed the summaries meanwhile may have put a page that ours just replaced.
            Overview now = store.read(SUMMARIES).flatMap(Overview::read).orElse(overview);
            if (now.equals(overview)) {
                break;
            }
            overview = now;
        }
        return store.location(PAGE);
    }

    /** What the overview shows now, by plan. */
    static Map<String, PlanSummary> shown(RecordStore store) {
        return store.read(SUMMARIES)
                .flatMap(Overview::read)
                .map(Overview::plans)
                .orElseGet(TreeMap::new);
    }

    private static Overview merge(History history, String folder) {
        RecordStore store = history.store();
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Optional<Versioned> there = store.readVersioned(SUMMARIES);
            Optional<Overview> read = there.map(Versioned::bytes).flatMap(Overview::read);
            Overview merged = read.orElseGet(() -> ofAll(store)).with(history, folder);
            byte[] json = merged.write();
            boolean kept =
                    there.isPresent()
                            ? store.replaceIf(SUMMARIES, json, there.get().version())
                            : store.create(SUMMARIES, json);
            if (kept) {
                return merged;
            }
            pause();
        }
        throw new MusterException(
                "RECORDS_FAILED",
                "the overview was changed by others %d times in a row".formatted(MOST_ATTEMPTS),
                "nothing: the next drill's end puts it right");
    }

    private Overview with(History history, String folder) {
        // Where all was read, what is no longer there is gone.
        TreeMap<String, PlanSummary> newPlans =
                folder.isEmpty() ? new TreeMap<>() : new TreeMap<>(plans);
        for (PlanSummary summary : summaries(history)) {
            PlanSummary there = plans.get(summary.plan());
            newPlans.put(summary.plan(), there == null ? summary : newer(there, summary));
        }
        String ofThese = "\"" + (folder.isEmpty() ? "" : folder + "/");
        List<String> newDamaged =
                Stream.concat(
                                damaged.stream().filter(name -> !name.startsWith(ofThese)),
                                history.damaged().stream())
                        .distinct()
                        .sorted()
                        .toList();
        return new Overview(SCHEMA_VERSION, newPlans, newDamaged);
    }

    private static List<PlanSummary> summaries(History history) {
        return history.plans().stream()
                .map(plan -> PlanSummary.of(history, plan))
                .flatMap(Optional::stream)
                .toList();
    }

    /** A function that was slow must not put an older summary in the place of a newer one. */
    private static PlanSummary newer(PlanSummary there, PlanSummary ours) {
        int age = there.lastAt().compareTo(ours.lastAt());
        return age > 0 || (age == 0 && there.drills() > ours.drills()) ? there : ours;
    }

    private static Overview ofAll(RecordStore store) {
        return new Overview(SCHEMA_VERSION, new TreeMap<>(), List.of())
                .with(History.read(store, null), "");
    }

    private static void pause() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(LONGEST_WAIT_MILLIS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<Overview> read(byte[] json) {
        try {
            @Nullable Overview overview = ContractJson.mapper().readValue(json, Overview.class);
            return Optional.ofNullable(overview)
                    .filter(o ->
                            o.schemaVersion == SCHEMA_VERSION
                                    && o.plans != null
                                    && o.damaged != null);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private byte[] write() {
        try {
            return ContractJson.mapper().writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the overview cannot be written as JSON", e);
        }
    }
}
