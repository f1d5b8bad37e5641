package dev.muster.contract.plan;

import dev.muster.contract.Severity;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How much a backup may differ from the plan's last proven one. */
public record HistorySpec(
        @Option(
                        "how much of a table's rows may be gone; left out, 50%, and tables of fewer"
                                + " than 100 rows may vary")
                @Nullable Share fall,
        @Option(
                        "the same for certain tables, as name or schema.name, * standing for any"
                                + " text; any where rows come and go, or the table itself")
                Map<String, Share> tables,
        @Option(
                        value = "what a table is that lost more, or is gone: a warning or an error",
                        byDefault = "warning")
                Severity severity) {

    private static final Share USUAL = Share.parse("50%");

    /** Fewer rows than this vary by themselves, unless the plan speaks of the table. */
    private static final long SMALL = 100;

    public HistorySpec {
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
        if (severity == Severity.INFO) {
            throw new InvalidOption(
                    "severity", "lost rows are not just told", "write warning or error");
        }
    }

    /** Whether a table of these rows may have lost so many. */
    public boolean allows(String table, long before, long now) {
        Optional<Share> own = own(table);
        Share share = own.orElse(fall == null ? USUAL : fall);
        boolean varies = own.isEmpty() && before < SMALL;
        return now >= before || varies || share.allows(before - now, before);
    }

    /** Whether a table may be gone. */
    public boolean allowsAbsence(String table) {
        return own(table).map(Share::any).orElse(false);
    }

    /** What the plan says of this very table; the first that fits. */
    private Optional<Share> own(String table) {
        return tables.entrySet().stream()
                .filter(entry -> NamePattern.of(entry.getKey()).matches(table))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
