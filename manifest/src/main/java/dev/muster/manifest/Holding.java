package dev.muster.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whom some objects belong to, and who else may do what with them.
 *
 * @param owner a column's is its table's; null where there is none
 * @param privileges in PostgreSQL's words, sorted, with commas between them and {@code *} behind
 *     one that may be passed on; by the name of the role, which for PUBLIC is empty. The owner is
 *     among them only where it may not do all that an owner may
 * @param objects by kind and name
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Holding(
        @Nullable String owner, Map<String, String> privileges, List<String> objects) {
    public Holding {
        privileges = privileges == null ? Map.of() : new TreeMap<>(privileges);
        objects = objects == null ? List.of() : List.copyOf(objects);
    }
}
