package dev.muster.contract.plan;

import dev.muster.contract.Severity;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the plan's owner knows of a healthy database, and has asserted in every drill. */
public record Rule(
        @FromKey String name,
        @Option(
                        "a query that reads one value, a number or a truth value, with the answer it"
                                + " must give under expect")
                @Nullable String sql,
        @Option("what sql must answer: = 0, > 1000, between 10 and 20, true; in quotes")
                @Nullable Comparison expect,
        @Option("a column whose newest value must not be much older than the backup")
                Rule.@Nullable Newest newest,
        @Option("a known value that must come back exactly") Rule.@Nullable Canary canary,
        @Option("how many rows a table must hold") Rule.@Nullable Rows rows,
        @Option(value = "what a rule that fails is: an error or a warning", byDefault = "error")
                Severity severity,
        @Option(
                        "the database that it is about, where a pg_dumpall holds several; left out,"
                                + " the only one that it can be about")
                @Nullable String database,
        @Option(value = "how long its query may take", byDefault = "5m") Span timeout,
        @Option(
                        value = "whether the report shows the number that sql answered",
                        byDefault = "false")
                Boolean show) {

    /** What a rule asserts, one of four kinds. */
    public sealed interface Assertion {}

    /**
     * A query of the user's own.
     *
     * @param show whether its answer, a number, may be told
     */
    public record Sql(String query, Comparison expect, boolean show) implements Assertion {}

    /** How old a column's newest value may be when the backup is made. */
    public record Newest(
            @Option(value = "the table, as name or schema.name", required = true) String table,
            @Option(value = "its column, a date or a timestamp", required = true) String column,
            @Option(
                            value = "how much older than the backup the newest value may be",
                            required = true)
                    Span within)
            implements Assertion {}

    /** A value that is known, where it is found, and what it is. */
    public record Canary(
            @Option(value = "the table, as name or schema.name", required = true) String table,
            @Option(value = "an SQL condition that finds the one row", required = true)
                    String where,
            @Option(value = "the column", required = true) String column,
            @Option(
                            value =
                                    "the value as PostgreSQL writes it; it is in no report, message"
                                            + " or log",
                            required = true)
                    String equals)
            implements Assertion {

        /** All but the value. */
        @Override
        public String toString() {
            return "Canary[table=" + table + ", column=" + column + "]";
        }
    }

    /** How many rows a table may hold. */
    public record Rows(
            @Option(value = "the table, as name or schema.name", required = true) String table,
            @Option("at least so many rows") @Nullable Long min,
            @Option("at most so many rows") @Nullable Long max)
            implements Assertion {

        public Rows {
            if (min == null && max == null) {
                throw new InvalidOption("neither min nor max is given", "write one of them");
            }
            if ((min != null && min < 0) || (max != null && max < 0)) {
                throw new InvalidOption(
                        "no table has fewer than 0 rows", "write a number of 0 or more");
            }
            if (min != null && max != null && min > max) {
                throw new InvalidOption(
                        "max",
                        "max " + max + " is less than min " + min,
                        "write the larger as max");
            }
        }
    }

    private static final String ONE_OF = "sql with expect, newest, canary or rows";

    public Rule {
        long kinds = Stream.of(sql, newest, canary, rows).filter(Objects::nonNull).count();
        if (kinds != 1) {
            throw new InvalidOption(
                    kinds == 0 ? "the rule asserts nothing" : "the rule asserts several things",
                    "write one of " + ONE_OF + "; several rules each have a name of their own");
        }
        if (sql != null && expect == null) {
            throw new InvalidOption(
                    "sql", "the rule does not say what its answer must be", "add expect: '= 0'");
        }
        if (sql == null && expect != null) {
            throw new InvalidOption(
                    "expect", "expect has no use without sql", "remove it, or add sql");
        }
        if (sql == null && show) {
            throw new InvalidOption("show", "show has no use without sql", "remove the line");
        }
        if (severity == Severity.INFO) {
            throw new InvalidOption(
                    "severity", "a rule that fails is not just told", "write error or warning");
        }
    }

    /** What it asserts. */
    public Assertion assertion() {
        if (sql != null && expect != null) {
            return new Sql(sql, expect, show);
        }
        if (newest != null) {
            return newest;
        }
        if (canary != null) {
            return canary;
        }
        return Objects.requireNonNull(rows);
    }
}
