package dev.muster.restore;

import dev.muster.contract.plan.Rule;
import dev.muster.restore.archive.DatabaseContents;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Says which of an archive's databases each rule is about.
 *
 * @param astray rules that are about none, or could be about several, by the reason
 */
record RuleAssignment(
        Map<RestoredDatabase, List<Rule>> byDatabase, Map<Reason, List<Rule>> astray) {

    /** Why a rule has no database, and what to do about it. */
    record Reason(String why, String hint) {}

    static RuleAssignment of(Collection<Rule> rules, List<RestoredDatabase> databases) {
        RuleAssignment assignment =
                new RuleAssignment(new LinkedHashMap<>(), new LinkedHashMap<>());
        rules.forEach(rule -> assignment.assign(rule, databases));
        return assignment;
    }

    private void assign(Rule rule, List<RestoredDatabase> databases) {
        List<RestoredDatabase> candidates = candidates(rule, databases);
        if (candidates.size() == 1) {
            byDatabase.computeIfAbsent(candidates.getFirst(), _ -> new ArrayList<>()).add(rule);
            return;
        }
        String names =
                databases.stream().map(RuleAssignment::name).collect(Collectors.joining(", "));
        Reason reason =
                candidates.isEmpty()
                        ? new Reason(
                                "the archive holds no database \"%s\", but %s"
                                        .formatted(rule.database(), names),
                                "correct the rule's database; an archive of pg_dump holds one")
                        : new Reason(
                                "the archive holds several databases that it can be about: "
                                        + names,
                                "add database: and the name to the rule");
        astray.computeIfAbsent(reason, _ -> new ArrayList<>()).add(rule);
    }

    private static List<RestoredDatabase> candidates(Rule rule, List<RestoredDatabase> databases) {
        String wanted = rule.database();
        if (wanted != null) {
            return databases.stream()
                    .filter(d ->
                            d.contents().name() == null
                                    || Objects.equals(d.contents().name(), wanted))
                    .toList();
        }
        if (databases.size() == 1) {
            return databases;
        }
        String table = table(rule.assertion());
        List<RestoredDatabase> holding =
                databases.stream()
                        .filter(d -> !table.isEmpty() && Verification.has(d.contents(), table))
                        .toList();
        if (!holding.isEmpty()) {
            return holding;
        }
        List<RestoredDatabase> used =
                databases.stream().filter(d -> !d.contents().userObjects().isEmpty()).toList();
        return used.isEmpty() ? databases : used;
    }

    /** The table that is named apart from a query; empty where there is none. */
    private static String table(Rule.Assertion assertion) {
        return switch (assertion) {
            case Rule.Sql _ -> "";
            case Rule.Newest newest -> newest.table();
            case Rule.Canary canary -> canary.table();
            case Rule.Rows rows -> rows.table();
        };
    }

    private static String name(RestoredDatabase database) {
        DatabaseContents contents = database.contents();
        return contents.name() == null ? "one without a name" : "\"" + contents.name() + "\"";
    }
}
