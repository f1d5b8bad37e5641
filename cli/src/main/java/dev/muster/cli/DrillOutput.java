package dev.muster.cli;

import dev.muster.contract.ContractJson;
import dev.muster.contract.MusterException;
import dev.muster.contract.result.DrillResult;
import dev.muster.records.DirectoryRecordStore;
import dev.muster.records.DrillRecord;
import dev.muster.records.History;
import dev.muster.records.Records;
import dev.muster.report.render.HtmlReport;
import dev.muster.restore.EarlierDrills;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a drill's result to where it was asked for: a JSON file, a report, a record.
 *
 * @param json null for none, {@code -} for standard output
 * @param report the folder for report.html, or null
 * @param records the folder of the records, or null
 */
record DrillOutput(@Nullable String json, @Nullable Path report, @Nullable Path records) {
    private static final String STANDARD_OUTPUT = "-";

    /** Whether standard output is for the result alone. */
    boolean takesStandardOutput() {
        return STANDARD_OUTPUT.equals(json);
    }

    /**
     * Refuses before a drill what could not be written after it.
     *
     * @throws MusterException OUTPUT_UNWRITABLE
     */
    void check() {
        if (json != null && !takesStandardOutput()) {
            OutputFile.check(Path.of(json));
        }
        if (report != null) {
            OutputFile.check(report.resolve("report.html"));
        }
        if (records != null) {
            OutputFile.check(records.resolve("record"));
        }
    }

    /** What the records hold of the plan, null where none are kept. */
    @Nullable EarlierDrills earlierDrills(String plan) {
        if (records == null) {
            return null;
        }
        History history = History.read(new DirectoryRecordStore(records), plan);
        return backupTime -> history.lastProvenBefore(plan, backupTime);
    }

    /**
     * Writes everything.
     *
     * @param place of the drill among those of this run, from 1; only the first has the plain names
     * @return where each lies, by what it is
     */
    SequencedMap<String, String> write(DrillResult result, int place) {
        SequencedMap<String, String> written = writeFiles(result, place);
        if (records != null) {
            DirectoryRecordStore store = new DirectoryRecordStore(records);
            DrillRecord kept = new Records(store, HtmlReport::render).store(result);
            Path page = Path.of(store.location(kept.report()));
            written.put(report == null ? "report" : "record", fromHere(page));
        }
        return written;
    }

    /** Writes what may be written again once more is known: all but the record, which is final. */
    SequencedMap<String, String> writeFiles(DrillResult result, int place) {
        SequencedMap<String, String> written = new LinkedHashMap<>();
        if (json != null && !takesStandardOutput()) {
            Path file = numbered(Path.of(json), place);
            OutputFile.write(file, ContractJson.write(result) + "\n");
            written.put("result", file.toString());
        }
        if (report != null) {
            Path file = numbered(report.resolve("report.html"), place);
            OutputFile.write(file, HtmlReport.render(result));
            written.put("report", file.toString());
        }
        return written;
    }

    private static String fromHere(Path file) {
        Path here = Path.of("").toAbsolutePath();
        return file.startsWith(here) ? here.relativize(file).toString() : file.toString();
    }

    private static Path numbered(Path file, int place) {
        if (place == 1) {
            return file;
        }
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        String numbered =
                dot < 0
                        ? name + "-" + place
                        : name.substring(0, dot) + "-" + place + name.substring(dot);
        return file.resolveSibling(numbered);
    }
}
