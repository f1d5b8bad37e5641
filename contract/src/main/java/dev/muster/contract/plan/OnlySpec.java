package dev.muster.contract.plan;

import java.util.List;

/** The part of a backup that is restored, where a plan does not want all of it. */
public record OnlySpec(
        @Option(
                        "tables and views, as name or schema.name, with their data, keys, indexes,"
                                + " triggers and partitions, and what they depend on")
                List<String> tables,
        @Option("schemas, with all that is in them") List<String> schemas) {

    public OnlySpec {
        tables = List.copyOf(tables);
        schemas = List.copyOf(schemas);
        if (tables.stream().anyMatch(String::isBlank)) {
            throw new InvalidOption("tables", "a table has no name", "write its name");
        }
        if (schemas.stream().anyMatch(String::isBlank)) {
            throw new InvalidOption("schemas", "a schema has no name", "write its name");
        }
    }

    /** Whether nothing is left out for not being named. */
    public boolean isEmpty() {
        return tables.isEmpty() && schemas.isEmpty();
    }
}
