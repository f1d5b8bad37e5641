package dev.muster.restore.verify;

import dev.muster.contract.FindingCode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the tables that rules name, and says what it means where there is none. */
final class RuleTables {
    private final Relations relations;
    private final Expectations expectations;
    private final Set<String> before;

    /**
     * Takes what is known of tables.
     *
     * @param before those of the last proven drill, as schema.name
     */
    RuleTables(Relations relations, Expectations expectations, Set<String> before) {
        this.relations = relations;
        this.expectations = expectations;
        this.before = Set.copyOf(before);
    }

    /** The one table of this name whose rows lie here. */
    Relation find(String written) throws RuleStopped {
        List<Relation> found = new KeyTableName(written).find(relations);
        if (found.isEmpty()) {
            RuleStopped known = absent(written);
            throw known != null
                    ? known
                    : RuleStopped.wrong(
                            "there is no table \"%s\", neither in the archive nor restored"
                                    .formatted(written),
                            hint(written));
        }
        String leftOut = expectations.leftOut().get(found.getFirst().label());
        if (leftOut != null) {
            throw excused(leftOut);
        }
        if (found.size() > 1) {
            throw RuleStopped.wrong(
                    "\"%s\" are several tables: %s".formatted(written, labels(found)),
                    "write schema.name");
        }
        Relation table = found.getFirst();
        if (table.kind() == 'f') {
            throw RuleStopped.wrong(
                    "\"%s\" is a foreign table: its rows lie elsewhere".formatted(written),
                    "remove the rule: a backup does not hold these rows");
        }
        if (!table.addressable()) {
            throw RuleStopped.wrong(
                    "the name \"%s\" is in no encoding that a statement can hold"
                            .formatted(written),
                    null);
        }
        return table;
    }

    /**
     * Why a table is not there that the archive, or the last proven drill, had; null where none of
     * them ever had it.
     */
    @Nullable RuleStopped absent(String written) {
        KeyTableName name = new KeyTableName(written);
        if (!name.find(relations).isEmpty()) {
            return null;
        }
        for (ExpectedObject object : expectations.objects()) {
            boolean isRelation = object.kind().endsWith("TABLE") || object.kind().endsWith("VIEW");
            if (isRelation && name.isOf(object.label())) {
                Explanation why = object.explanation();
                return new RuleStopped(
                        new RuleAnswer.Explained(
                                why != null
                                        ? why
                                        : new Explanation.Reported(
                                                "the archive holds it, and it was not restored")));
            }
        }
        for (Map.Entry<String, String> left : expectations.leftOut().entrySet()) {
            if (name.isOf(left.getKey())) {
                return excused(left.getValue());
            }
        }
        return before.stream().anyMatch(name::isOf)
                ? new RuleStopped(
                        RuleAnswer.Failed.of(
                                FindingCode.RULE_FAILED,
                                "table \"%s\" was in the last proven backup and is not in this one"
                                        .formatted(written)))
                : null;
    }

    private static RuleStopped excused(String why) {
        return new RuleStopped(new RuleAnswer.Explained(new Explanation.Excused(why)));
    }

    /** What to do about a name that stands for no table. */
    String hint(@Nullable String written) {
        List<Relation> elsewhere =
                written == null ? List.of() : new KeyTableName(written).find(relations);
        return elsewhere.isEmpty()
                ? "correct the table's name; if it must be in every backup, name it under"
                        + " `expect.tables`, too: its absence then makes a backup broken"
                : "write schema.name: there is " + labels(elsewhere);
    }

    private static String labels(List<Relation> tables) {
        return tables.stream().limit(5).map(Relation::label).collect(Collectors.joining(", "));
    }
}
