package dev.muster.report.render;

import dev.muster.contract.ContractJson;
import dev.muster.contract.result.DrillResult;
import dev.muster.records.Digest;
import java.util.List;
import java.util.Map;

/**
 * Turns a result into one self-contained HTML file for people: no script, no network, nothing but
 * what the result says.
 */
public final class HtmlReport {
    private HtmlReport() {}

    /**
     * The report of a drill, with the digest of its result as {@link ContractJson#bytes} writes it.
     */
    public static String render(DrillResult result) {
        return render(result, Digest.sha256(ContractJson.bytes(result)));
    }

    /**
     * The report of a drill.
     *
     * @param sha256 of the result.json that is stored beside it, in lower-case hex
     */
    public static String render(DrillResult result, String sha256) {
        return render(result, sha256, List.of());
    }

    /**
     * The report of a drill.
     *
     * @param notes what is known beside the result, a sentence each
     */
    public static String render(DrillResult result, String sha256, List<String> notes) {
        return Pages.render("report.jte", Map.of("page", ReportPage.of(result, sha256, notes)));
    }
}
