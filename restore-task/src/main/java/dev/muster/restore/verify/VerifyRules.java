package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.RULES;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.contract.Outcome;
import dev.muster.contract.Severity;
import dev.muster.contract.plan.Rule;
import dev.muster.contract.result.ObjectOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Asks the plan's own rules of one restored database, after all other checks. */
public final class VerifyRules {
    private static final int ANSWER_SECONDS = 10;

    private final ConnectionSource connections;
    private final VerifySettings settings;
    private final RuleContext context;
    private final boolean isPartial;
    private final Ledger ledger = new Ledger();

    private VerifyRules(
            ConnectionSource connections,
            VerifySettings settings,
            RuleContext context,
            boolean isPartial) {
        this.connections = connections;
        this.settings = settings;
        this.context = context;
        this.isPartial = isPartial;
    }

    /**
     * Asks each rule on a connection of its own.
     *
     * @param expectations what the archive holds, and what the restore knows of it
     * @throws dev.muster.contract.FindingException SERVER_LOST where the server is gone
     */
    public static Verified run(
            ConnectionSource connections,
            List<Rule> rules,
            Expectations expectations,
            RuleContext context,
            VerifySettings settings) {
        VerifyRules verify =
                new VerifyRules(connections, settings, context, expectations.isPartial());
        long start = System.nanoTime();
        verify.ledger.plan(RULES);
        try (Session session = Session.open(connections, settings)) {
            RuleTables tables =
                    new RuleTables(
                            new Relations(Relation.readAll(session)),
                            expectations,
                            context.tablesBefore());
            rules.forEach(rule -> verify.judge(rule, verify.ask(rule, session, tables)));
        } catch (QueryFailed e) {
            rules.forEach(rule -> verify.ledger.notRun(RULES, rule.name(), e.reason()));
        }
        verify.ledger.took(RULES, start);
        return Verified.of(verify.ledger);
    }

    /** Rules that cannot be asked of any of the archive's databases, each with the same reason. */
    public static Verified unasked(List<Rule> rules, String why, String hint) {
        Ledger ledger = new Ledger();
        rules.forEach(rule -> judge(rule, new RuleAnswer.Wrong(why, hint), ledger));
        return Verified.of(ledger);
    }

    private RuleAnswer ask(Rule rule, Session catalog, RuleTables tables) {
        Duration left = Duration.between(Instant.now(), settings.deadline());
        if (left.isNegative() || left.isZero()) {
            return new RuleAnswer.NotRun("the drill's time was up");
        }
        Duration timeout = rule.timeout().duration();
        Duration time = timeout.compareTo(left) < 0 ? timeout : left;
        if (isPartial && rule.assertion() instanceof Rule.Sql) {
            // A query does not say which tables it reads, and those may be empty on purpose.
            return new RuleAnswer.Explained(
                    new Explanation.Excused("only a part of the backup was restored"));
        }
        try (RuleSession session = RuleSession.open(connections, time)) {
            return ask(rule.assertion(), session, catalog, tables);
        } catch (RuleStopped e) {
            return e.answer();
        } catch (QueryFailed e) {
            return new RuleAnswer.NotRun(e.reason());
        } catch (FindingException e) {
            if (!stands()) {
                throw e;
            }
            return new RuleAnswer.Wrong(
                    "its connection was ended while it ran, and the server still stands",
                    "write a query that only reads, and look at the functions that it calls");
        }
    }

    /** Whether the server answers: then a connection that was lost says nothing of it. */
    private boolean stands() {
        try (Connection connection = connections.open()) {
            return connection.isValid(ANSWER_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    private RuleAnswer ask(
            Rule.Assertion assertion, RuleSession session, Session catalog, RuleTables tables)
            throws RuleStopped, QueryFailed {
        return switch (assertion) {
            case Rule.Sql sql -> new SqlRule(session, tables).ask(sql);
            case Rule.Rows rows -> new RowsRule(session).ask(rows, tables.find(rows.table()));
            case Rule.Canary canary -> {
                Relation table = tables.find(canary.table());
                RuleColumn column = RuleColumn.find(catalog, table, canary.column());
                yield new CanaryRule(session, tables).ask(canary, table, column);
            }
            case Rule.Newest newest -> {
                Relation table = tables.find(newest.table());
                RuleColumn column = RuleColumn.find(catalog, table, newest.column());
                Instant backup = context.backupTime();
                yield backup == null
                        ? new RuleAnswer.NotRun("nothing tells when the backup was made")
                        : new NewestRule(session, backup, context.zone())
                                .ask(newest, table, column);
            }
        };
    }

    private void judge(Rule rule, RuleAnswer answer) {
        judge(rule, answer, ledger);
    }

    private static void judge(Rule rule, RuleAnswer answer, Ledger ledger) {
        String name = rule.name();
        switch (answer) {
            case RuleAnswer.Held(Long rows) ->
                    ledger.add(
                            RULES,
                            rows == null
                                    ? ObjectOutcome.passed(name)
                                    : ObjectOutcome.read(name, rows));
            case RuleAnswer.Failed failed -> failed(rule, failed, ledger);
            case RuleAnswer.Wrong(String why, String hint) -> {
                ledger.add(RULES, ObjectOutcome.notChecked(name, "the rule is wrong: " + why));
                Finding finding =
                        Finding.of(
                                FindingCode.RULE_WRONG,
                                name,
                                "rule \"%s\" cannot be asked: %s".formatted(name, why));
                ledger.add(weighed(rule, hint == null ? finding : finding.withHint(hint)));
            }
            case RuleAnswer.Explained(Explanation.Reported(String reason)) ->
                    ledger.add(RULES, ObjectOutcome.failed(name, reason).byAnother());
            case RuleAnswer.Explained(Explanation.Excused(String reason)) ->
                    ledger.add(RULES, ObjectOutcome.notChecked(name, reason));
            case RuleAnswer.NotRun(String why) -> ledger.notRun(RULES, name, why);
        }
    }

    private static void failed(Rule rule, RuleAnswer.Failed failed, Ledger ledger) {
        boolean warns = rule.severity() == Severity.WARNING;
        ledger.add(
                RULES,
                new ObjectOutcome(
                        rule.name(),
                        warns ? Outcome.WARNED : Outcome.FAILED,
                        failed.why(),
                        failed.expected(),
                        failed.actual()));
        String message = "rule \"%s\" does not hold: %s".formatted(rule.name(), failed.why());
        ledger.add(weighed(rule, Finding.of(failed.code(), rule.name(), message)));
    }

    /** What a rule amounts to is not more than its owner gives it, its own mistakes included. */
    private static Finding weighed(Rule rule, Finding finding) {
        return rule.severity() == Severity.WARNING
                ? finding.withSeverity(Severity.WARNING)
                : finding;
    }
}
