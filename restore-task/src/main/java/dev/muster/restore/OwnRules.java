package dev.muster.restore;

import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.Rule;
import dev.muster.restore.postgres.server.Server;
import dev.muster.restore.verify.Expectations;
import dev.muster.restore.verify.RuleContext;
import dev.muster.restore.verify.Verified;
import dev.muster.restore.verify.VerifyRules;
import dev.muster.restore.verify.VerifySettings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks the plan's own rules, each in the database that it is about. */
final class OwnRules {
    private final Plan plan;
    private final Server server;
    private final VerifySettings settings;

    OwnRules(Plan plan, Server server, VerifySettings settings) {
        this.plan = plan;
        this.server = server;
        this.settings = settings;
    }

    /** Asks all of them; what they find goes to the account. */
    void run(Map<RestoredDatabase, Expectations> databases, Account account) {
        RuleAssignment assignment =
                RuleAssignment.of(plan.expect().rules().values(), List.copyOf(databases.keySet()));
        assignment
                .byDatabase()
                .forEach((database, rules) -> {
                    Expectations expectations = databases.get(database);
                    if (expectations != null) {
                        ask(database, rules, expectations, databases.size() > 1, account);
                    }
                });
        assignment
                .astray()
                .forEach((reason, rules) -> {
                    Verified unasked = VerifyRules.unasked(rules, reason.why(), reason.hint());
                    account.checked(unasked.checks(), "");
                    account.addAll(unasked.findings());
                });
    }

    private void ask(
            RestoredDatabase database,
            List<Rule> rules,
            Expectations expectations,
            boolean isOneOfSeveral,
            Account account) {
        RuleContext context =
                new RuleContext(
                        account.backupTime(),
                        plan.backups().zone(),
                        tables(account, isOneOfSeveral ? database.name() + ": " : ""));
        Verified verified =
                VerifyRules.run(
                        () -> server.connect(database.name()),
                        rules,
                        expectations,
                        context,
                        settings);
        account.checked(verified.checks(), "");
        verified.findings().forEach(f -> account.add(Attribution.ofRule(f, database.outcome())));
    }

    /** The tables of the last proven drill, by the names that results give them. */
    private static Set<String> tables(Account account, String prefix) {
        return SourceComparison.rows(account.lastProven()).keySet().stream()
                .filter(table -> table.startsWith(prefix))
                .map(table -> table.substring(prefix.length()))
                .collect(Collectors.toSet());
    }
}
