package dev.muster.restore.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One aggregate that a scan computes beside its count. */
sealed interface Probe {
    /** A function takes no more. */
    int MAX_ARGUMENTS = 100;

    /** The aggregate in SQL. */
    String sql();

    /** Puts the values of two parts of a table together. */
    default long merge(long one, long other) {
        return one + other;
    }

    /**
     * Rows with a NULL in any of the columns. A plain IS NULL would not do: the planner believes a
     * NOT NULL and leaves the test out.
     */
    record Nulls(List<Column> columns) implements Probe {
        @Override
        public String sql() {
            List<String> counts = new ArrayList<>();
            for (int i = 0; i < columns.size(); i += MAX_ARGUMENTS) {
                counts.add(
                        columns.subList(i, Math.min(columns.size(), i + MAX_ARGUMENTS)).stream()
                                .map(Column::quoted)
                                .collect(Collectors.joining(", ", "num_nulls(", ")")));
            }
            return "count(*) FILTER (WHERE " + String.join(" + ", counts) + " > 0)";
        }
    }

    /** Rows that violate a CHECK. */
    record Violations(CheckConstraint check) implements Probe {
        @Override
        public String sql() {
            return "count(*) FILTER (WHERE NOT (" + check.expression() + "))";
        }
    }

    /** Nothing: it reads every value of the columns on its way to 0. */
    record Reading(List<Column> columns) implements Probe {
        static List<Reading> of(List<Column> columns) {
            List<Reading> parts = new ArrayList<>();
            for (int i = 0; i < columns.size(); i += MAX_ARGUMENTS) {
                parts.add(
                        new Reading(
                                columns.subList(i, Math.min(columns.size(), i + MAX_ARGUMENTS))));
            }
            return parts;
        }

        @Override
        public String sql() {
            return columns.stream()
                    .map(Column::reading)
                    .collect(
                            Collectors.joining(
                                    ", ", "count(*) FILTER (WHERE num_nulls(", ") < 0)"));
        }
    }

    /** Rows that hold a value in the column. */
    record Filled(String quotedColumn) implements Probe {
        @Override
        public String sql() {
            return "count(" + quotedColumn + ")";
        }
    }

    /** The largest value of an integer column, or the smallest. */
    record Bound(String quotedColumn, boolean largest) implements Probe {
        @Override
        public String sql() {
            return (largest ? "max(" : "min(") + quotedColumn + ")";
        }

        @Override
        public long merge(long one, long other) {
            return largest ? Math.max(one, other) : Math.min(one, other);
        }
    }
}
