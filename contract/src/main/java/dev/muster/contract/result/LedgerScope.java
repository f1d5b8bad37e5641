package dev.muster.contract.result;

import java.util.List;

/**
 * What of the archive a drill was to restore, where that was not all of it.
 *
 * @param schemaOnly whether all data was left out
 * @param tables that were named
 * @param schemas that were named
 * @param chosen tables that were to be restored with their data: those named, those in the schemas
 *     named, and partitions of both
 * @param ofTables tables of the archive
 */
public record LedgerScope(
        boolean schemaOnly, List<String> tables, List<String> schemas, int chosen, int ofTables) {

    public LedgerScope {
        tables = List.copyOf(tables);
        schemas = List.copyOf(schemas);
    }
}
