package dev.muster.restore.verify;

import dev.muster.contract.FindingCode;
import dev.muster.contract.plan.Rule;

/** Counts a table's rows, with those of its partitions, against the plan's range. */
final class RowsRule {
    private final RuleSession session;

    RowsRule(RuleSession session) {
        this.session = session;
    }

    RuleAnswer ask(Rule.Rows rule, Relation table) throws RuleStopped {
        long rows = session.row("SELECT count(*) FROM " + table.quoted(), row -> row.getLong(1));
        Long min = rule.min();
        Long max = rule.max();
        if (min != null && rows < min) {
            return failed(table, rows, "at least", min);
        }
        return max != null && rows > max
                ? failed(table, rows, "at most", max)
                : new RuleAnswer.Held(rows);
    }

    private static RuleAnswer failed(Relation table, long rows, String bound, long expected) {
        return new RuleAnswer.Failed(
                FindingCode.RULE_FAILED,
                "table \"%s\" holds %,d rows, expected %s %,d"
                        .formatted(table.label(), rows, bound, expected),
                expected,
                rows);
    }
}
