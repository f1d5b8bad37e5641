package dev.muster.contract.plan;

import dev.muster.contract.Severity;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The live server that a restored backup is held against, and how far the two may differ. */
public record CompareSpec(
        @Option(
                        value =
                                "where the connection string of the live server or its replica lies,"
                                        + " as env:NAME; it is only read there",
                        required = true)
                SecretRef connection,
        @Option(
                        value = "how much of a table's rows may differ in a backup of this moment",
                        byDefault = "5%")
                Share rows,
        @Option(
                        value =
                                "by how much of its rows more with each day of the backup's age, up"
                                        + " to 90% in all",
                        byDefault = "5%")
                Share perDay,
        @Option(
                        "how much of certain tables' rows may differ, whatever the backup's age, as"
                                + " name or schema.name, * standing for any text; any where rows come"
                                + " and go, or the table itself")
                Map<String, Share> tables,
        @Option(
                        value =
                                "tables up to this size are counted there; the rows of larger ones are"
                                        + " estimated as the server's planner does it",
                        byDefault = "256MiB")
                DataSize countUpTo,
        @Option(value = "how long one statement may take there", byDefault = "30s")
                Span statementTimeout,
        @Option(value = "how long the comparison may take in all", byDefault = "10m") Span timeout,
        @Option(
                        "objects that are not compared, as name or schema.name, * standing for any"
                                + " text")
                List<String> ignore,
        @Option(value = "what a difference is: info, warning or error", byDefault = "warning")
                Severity severity) {

    /** Beyond this part of the rows a difference is told whatever the backup's age. */
    private static final double MOST = 0.9;

    /** What an estimate may be wrong by. */
    private static final double OF_ESTIMATE = 0.1;

    /** Fewer rows than this come and go, unless the plan speaks of the table. */
    private static final long FEW = 100;

    private static final double SECONDS_PER_DAY = 86_400;

    public CompareSpec {
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
        ignore = List.copyOf(ignore);
        if (perDay.any()) {
            throw new InvalidOption(
                    "perDay", "any is no growth of a day", "write rows: any, or a percentage");
        }
        if (ignore.stream().anyMatch(String::isBlank)) {
            throw new InvalidOption("ignore", "an object has no name", "write its name");
        }
    }

    /**
     * By how many rows a table may differ; null for any number.
     *
     * @param rows of the side that has more
     * @param age the backup's
     * @param estimated whether one side's rows are an estimate
     */
    public @Nullable Long allowed(String table, long rows, Duration age, boolean estimated) {
        Optional<Share> own = own(table);
        Share share = own.orElse(this.rows);
        if (share.any()) {
            return null;
        }
        double days = Math.max(0, age.toSeconds()) / SECONDS_PER_DAY;
        double grown =
                own.isPresent()
                        ? share.part()
                        : Math.min(
                                Math.max(MOST, share.part()), share.part() + perDay.part() * days);
        long most = (long) Math.floor(rows * (grown + (estimated ? OF_ESTIMATE : 0)));
        return own.isPresent() ? most : Math.max(FEW, most);
    }

    /** Whether a table may be on one side only. */
    public boolean allowsAbsence(String table) {
        return own(table).map(Share::any).orElse(false);
    }

    /** Whether an object is left out of the comparison. */
    public boolean ignores(String object) {
        return ignore.stream().anyMatch(written -> NamePattern.of(written).covers(object));
    }

    private Optional<Share> own(String table) {
        return tables.entrySet().stream()
                .filter(entry -> NamePattern.of(entry.getKey()).covers(table))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
