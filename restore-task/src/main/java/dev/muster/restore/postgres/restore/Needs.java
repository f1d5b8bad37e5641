package dev.muster.restore.postgres.restore;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an archive needs to be there before it can be restored.
 *
 * @param roles that it names as owners, grantees or members; it may bring some of them itself
 * @param extensions name and the version of each, null where the archive does not say
 * @param schemas of those extensions that the archive says it of
 * @param languages that it names and does not bring in an extension
 * @param tablespaces that it names
 */
public record Needs(
        DatabaseSpec database,
        Set<String> roles,
        Map<String, @Nullable String> extensions,
        Map<String, String> schemas,
        Set<String> languages,
        Set<String> tablespaces) {

    public Needs {
        roles = Set.copyOf(roles);
        extensions = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(extensions));
        schemas = Map.copyOf(schemas);
        languages = Set.copyOf(languages);
        tablespaces = Set.copyOf(tablespaces);
    }
}
