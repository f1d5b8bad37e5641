package dev.muster.restore.verify;

import dev.muster.contract.FindingCode;
import dev.muster.contract.plan.Rule;

/** Looks whether a known value came back exactly; neither it nor what is there is ever told. */
final class CanaryRule {
    private final RuleSession session;
    private final RuleTables tables;

    CanaryRule(RuleSession session, RuleTables tables) {
        this.session = session;
        this.tables = tables;
    }

    /** How many rows the condition finds, and whether all of them hold the value. */
    private record Found(long rows, boolean equal) {}

    RuleAnswer ask(Rule.Canary rule, Relation table, RuleColumn column) throws RuleStopped {
        // The condition is read alone first, so that PostgreSQL's words cannot quote the value.
        session.prepare(
                new RuleText(
                        "PREPARE muster_where AS SELECT 1 FROM " + table.quoted() + " WHERE (",
                        rule.where(),
                        "\n)"),
                tables);
        String value = literal(rule.equals());
        readable(value, column);
        Found found =
                session.row(
                        "SELECT count(*), COALESCE(bool_and(%s), false) FROM %s WHERE (%s\n)"
                                .formatted(same(column, value), table.quoted(), rule.where()),
                        row -> new Found(row.getLong(1), row.getBoolean(2)));
        if (found.rows() > 1) {
            throw RuleStopped.wrong(
                    "its where finds %,d rows, expected one".formatted(found.rows()),
                    "name the one row by its key");
        }
        if (found.rows() == 0) {
            return failed("its where finds no row in \"%s\"".formatted(table.label()));
        }
        return found.equal()
                ? new RuleAnswer.Held(1L)
                : failed(
                        "\"%s.%s\" is not the known value".formatted(table.label(), column.name()));
    }

    private void readable(String value, RuleColumn column) throws RuleStopped {
        try {
            boolean _ =
                    session.row(
                            "SELECT CAST(%s AS %s) IS NULL".formatted(value, column.type()),
                            row -> row.getBoolean(1));
        } catch (RuleStopped e) {
            throw e.answer() instanceof RuleAnswer.Wrong wrong && wrong.why().contains("SQLSTATE 2")
                    ? RuleStopped.wrong(
                            "what it writes as equals is no value of type " + column.type(),
                            "write the value as PostgreSQL does")
                    : e;
        }
    }

    /**
     * As text, byte by byte, whatever the type or collation takes for equal; the written value goes
     * through the type first, so that it may be written in any of its ways. 1.0 and 1.00 are one
     * number.
     */
    private static String same(RuleColumn column, String value) {
        String cast = "CAST(%s AS %s)".formatted(value, column.type());
        String text =
                "(%s)::text COLLATE \"C\" = (%s)::text COLLATE \"C\""
                        .formatted(column.quoted(), cast);
        String same = column.number() ? text + " OR " + column.quoted() + " = " + cast : text;
        return "COALESCE(" + same + ", false)";
    }

    /** With standard_conforming_strings, which the session pins, a quote is all to be doubled. */
    private static String literal(String value) throws RuleStopped {
        if (value.indexOf('\0') >= 0) {
            throw RuleStopped.wrong(
                    "what it writes as equals holds a zero byte", "no text of PostgreSQL does");
        }
        return "'" + value.replace("'", "''") + "'";
    }

    private static RuleAnswer failed(String why) {
        return RuleAnswer.Failed.of(FindingCode.CANARY_LOST, why);
    }
}
