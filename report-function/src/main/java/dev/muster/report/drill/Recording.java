package dev.muster.report.drill;

import dev.muster.contract.FindingCode;
import dev.muster.contract.result.DrillResult;
import dev.muster.records.DrillRecord;
import dev.muster.records.RecordStore;
import dev.muster.records.Records;
import dev.muster.report.drill.DrillReport.Ended;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores the record of a drill. A report that cannot be rendered must not keep people from being
 * told, and so a page that says so takes its place.
 */
final class Recording {
    private final RecordStore store;
    private final Page page;

    Recording(RecordStore store, Page page) {
        this.store = store;
        this.page = page;
    }

    /** Renders a drill's report. */
    @FunctionalInterface
    interface Page {
        /**
         * The page.
         *
         * @param sha256 of the result that is stored beside it
         * @param notes what is known beside the result, a sentence each
         */
        String render(DrillResult result, String sha256, List<String> notes);
    }

    /**
     * What was stored.
     *
     * @param defect why the report could not be rendered, or null
     */
    record Recorded(DrillRecord stored, @Nullable String defect) {}

    Recorded record(Ended ended, DrillResult result, @Nullable String secondTry) {
        List<String> notes = new ArrayList<>();
        if (secondTry != null) {
            notes.add("Ordered once more, as drill " + secondTry + ".");
        }
        if (ended.reason() != null && wasInterrupted(result)) {
            notes.add("Why it was interrupted: " + ended.reason().message() + ".");
        }
        List<String> defects = new ArrayList<>();
        Records records =
                new Records(
                        store,
                        (stored, sha256) -> {
                            try {
                                return page.render(stored, sha256, notes);
                            } catch (RuntimeException e) {
                                defects.add("the report cannot be rendered: " + Failures.defect(e));
                                return substitute(sha256, defects.getFirst());
                            }
                        });
        DrillRecord stored = records.store(result);
        return new Recorded(stored, defects.isEmpty() ? null : defects.getFirst());
    }

    private static boolean wasInterrupted(DrillResult result) {
        return result.findings().stream().anyMatch(f -> f.code() == FindingCode.INTERRUPTED);
    }

    private static String substitute(String sha256, String defect) {
        return """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>Muster</title>
        <p>This is in place of the report, by a defect of Muster's own: %s.
        <p>All that is known of the drill is in <a href="result.json">result.json</a> (SHA-256 %s).
        """
                .formatted(defect.replace("&", "&amp;").replace("<", "&lt;"), sha256);
    }
}
