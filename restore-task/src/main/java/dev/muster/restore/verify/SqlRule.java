package dev.muster.restore.verify;

import dev.muster.contract.FindingCode;
import dev.muster.contract.plan.Comparison;
import dev.muster.contract.plan.Rule;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks a query of the user's own and holds its one answer against what is expected. */
final class SqlRule {
    private static final Set<String> NUMBERS =
            Set.of("int2", "int4", "int8", "numeric", "float4", "float8");
    private static final String PREPARED = "muster_rule";

    private final RuleSession session;
    private final RuleTables tables;

    SqlRule(RuleSession session, RuleTables tables) {
        this.session = session;
        this.tables = tables;
    }

    RuleAnswer ask(Rule.Sql rule) throws RuleStopped {
        session.prepare(new RuleText("PREPARE " + PREPARED + " AS ", rule.query(), "\n"), tables);
        String type = onlyType(rule.expect());
        List<@Nullable String> answers =
                session.<@Nullable String>rows("EXECUTE " + PREPARED, row -> row.getString(1));
        if (answers.size() > 1) {
            throw RuleStopped.wrong(
                    "its query gives several rows, expected one", "let it count, sum or limit");
        }
        if (answers.isEmpty()) {
            return failed("its query gave no row, expected " + rule.expect());
        }
        String answer = answers.getFirst();
        if (answer == null) {
            return failed("its query answered NULL, expected " + rule.expect());
        }
        return type.equals("bool") ? truth(rule, answer) : number(rule, answer);
    }

    /** The type is known before anything is read, so that nothing but a number or truth is. */
    private String onlyType(Comparison expect) throws RuleStopped {
        List<String> types = session.types(PREPARED);
        if (types.size() != 1) {
            throw RuleStopped.wrong(
                    "its query gives %d columns, expected one".formatted(types.size()),
                    "write a query that reads one value, as in SELECT count(*) FROM …");
        }
        String type = types.getFirst();
        boolean fits = expect.isAboutTruth() ? type.equals("bool") : NUMBERS.contains(type);
        if (!fits) {
            throw RuleStopped.wrong(
                    "its query answers with type %s, which cannot be %s".formatted(type, expect),
                    expect.isAboutTruth()
                            ? "write a query that answers true or false"
                            : "write a query that answers with a number");
        }
        return type;
    }

    private static RuleAnswer truth(Rule.Sql rule, String answer) {
        boolean isTrue = answer.startsWith("t");
        return rule.expect().holds(isTrue)
                ? new RuleAnswer.Held(null)
                : failed("its query answered %s, expected %s".formatted(isTrue, rule.expect()));
    }

    private static RuleAnswer number(Rule.Sql rule, String answer) {
        if (answer.endsWith("NaN") || answer.endsWith("Infinity")) {
            return failed("its query answered no finite number, expected " + rule.expect());
        }
        BigDecimal number = new BigDecimal(answer);
        if (rule.expect().holds(number)) {
            return new RuleAnswer.Held(null);
        }
        // A single number may well be a row's value, so the plan says whether it is told.
        return failed(
                rule.show()
                        ? "its query answered %s, expected %s"
                                .formatted(shortened(number), rule.expect())
                        : "its query's answer is not %s".formatted(rule.expect()));
    }

    private static String shortened(BigDecimal number) {
        return number.precision() > 40
                ? "a number of " + number.precision() + " digits"
                : number.toString();
    }

    private static RuleAnswer failed(String why) {
        return RuleAnswer.Failed.of(FindingCode.RULE_FAILED, why);
    }
}
