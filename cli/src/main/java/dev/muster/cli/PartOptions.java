package dev.muster.cli;

import dev.muster.contract.MusterException;
import dev.muster.contract.plan.InvalidOption;
import dev.muster.contract.plan.OnlySpec;
import dev.muster.contract.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that restore a part of a backup, in place of what the plan says. */
final class PartOptions {
    @Option(
            names = "--table",
            paramLabel = "NAME",
            description =
                    "Restore this table or view alone, with what it depends on, as name or"
                            + " schema.name; may be repeated. Nothing else is proven.")
    private List<String> tables = new ArrayList<>();

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            description = "Restore this schema alone; may be repeated, also beside --table.")
    private List<String> schemas = new ArrayList<>();

    @Option(
            names = "--schema-only",
            description = "Restore definitions without data. Such a drill is never proven.")
    private boolean schemaOnly;

    /** The plan with what the options say. */
    Plan on(Plan plan) {
        boolean named = !tables.isEmpty() || !schemas.isEmpty();
        if (!named && !schemaOnly) {
            return plan;
        }
        try {
            OnlySpec only = named ? new OnlySpec(tables, schemas) : plan.restore().only();
            boolean withoutData = schemaOnly || plan.restore().schemaOnly();
            return plan.withRestore(plan.restore().with(only, withoutData));
        } catch (InvalidOption e) {
            throw new MusterException("PART_INVALID", "" + e.getMessage(), e.hint(), e);
        }
    }
}
