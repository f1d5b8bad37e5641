package dev.muster.records;

/**
 * Where the documents of one drill lie in a store.
 *
 * @param plan the folder of the plan, which holds its chain of records
 * @param path the folder of the drill
 */
public record DrillFolder(String plan, String path) {
    static final String RESULT = "result.json";
    static final String REPORT = "report.html";

    /** What is kept of a drill that goes on; a name that a task may put. */
    static final String KEPT = "kept/" + RESULT;

    /** The folder of a drill, whatever the plan's and the drill's names are. */
    public static DrillFolder of(String plan, String drillId) {
        String folder = RecordName.of(plan);
        return new DrillFolder(folder, folder + "/" + RecordName.of(drillId));
    }

    /** The name of the result. */
    public String result() {
        return path + "/" + RESULT;
    }

    /** The name of the result that is kept while its drill goes on. */
    public String kept() {
        return path + "/" + KEPT;
    }

    /** The name of the report. */
    public String report() {
        return path + "/" + REPORT;
    }
}
