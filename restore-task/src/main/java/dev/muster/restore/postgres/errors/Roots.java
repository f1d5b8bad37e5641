package dev.muster.restore.postgres.errors;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The root causes found so far, each under a key that makes it one. */
final class Roots {
    /** What a table of contents holds beside what makes up a database. */
    static final Set<String> BESIDE_THE_DATA =
            Set.of("ACL", "DEFAULT ACL", "COMMENT", "SECURITY LABEL");

    private final Circumstances circumstances;
    private final Map<String, Root> roots = new LinkedHashMap<>();

    Roots(Circumstances circumstances) {
        this.circumstances = circumstances;
    }

    List<Finding> findings() {
        foldToolFailure();
        return roots.values().stream().map(Root::finding).toList();
    }

    /** The root of this key: the place is its first error, or one of its consequences. */
    Root root(String key, Place place, Supplier<Finding> finding) {
        Root known = roots.get(key);
        if (known != null) {
            known.consequence(place.message());
            return known;
        }
        Root fresh = new Root(finding.get());
        roots.put(key, fresh);
        return fresh;
    }

    /** The rows of a table that foreign keys miss, however many keys do. */
    Root missingRows(String table, Place place) {
        String key = FindingCode.CONSTRAINT_VIOLATED + " rows of " + table;
        Root known = roots.get(key);
        if (known != null) {
            known.consequence(place.message());
            return known;
        }
        Root fresh =
                new Root(
                        Finding.of(
                                FindingCode.CONSTRAINT_VIOLATED, place.object(), place.message()),
                        Finding.of(
                                FindingCode.CONSTRAINT_VIOLATED,
                                table,
                                "rows of \"%s\" are missing that foreign keys refer to; the first: %s"
                                        .formatted(table, place.message())));
        roots.put(key, fresh);
        return fresh;
    }

    Root extension(String name) {
        return roots.computeIfAbsent(
                "extension " + name,
                key ->
                        Root.of(
                                FindingCode.EXTENSION_MISSING,
                                name,
                                "extension \"%s\" is not available on PostgreSQL %d"
                                        .formatted(name, circumstances.serverMajor())));
    }

    Root library(String name) {
        return roots.computeIfAbsent(
                "library " + name,
                key ->
                        Root.of(
                                FindingCode.LIBRARY_MISSING,
                                name,
                                "%s \"%s\" is not installed for PostgreSQL %d"
                                        .formatted(
                                                isTextSearchFile(name)
                                                        ? "text search file"
                                                        : "library",
                                                name,
                                                circumstances.serverMajor())));
    }

    private static boolean isTextSearchFile(String name) {
        return name.matches(".+\\.(stop|dict|affix|ths|syn|rules)");
    }

    Root version(Place place) {
        boolean beside =
                place.entry().map(e -> BESIDE_THE_DATA.contains(e.desc())).orElse(false)
                        || place.subject()
                                .map(s -> BESIDE_THE_DATA.contains(s.desc()))
                                .orElse(false);
        return root(
                FindingCode.VERSION_INCOMPATIBLE + (beside ? "beside" : ""),
                place,
                () -> {
                    Finding finding =
                            Finding.of(
                                    FindingCode.VERSION_INCOMPATIBLE,
                                    place.object(),
                                    "the backup is of PostgreSQL %d, the server of %d: %s"
                                            .formatted(
                                                    circumstances.sourceMajor(),
                                                    circumstances.serverMajor(),
                                                    place.message()));
                    return beside ? finding.withSeverity(Severity.WARNING) : finding;
                });
    }

    // "a worker process died unexpectedly" follows from whatever it died of.
    private void foldToolFailure() {
        Root tool = roots.get(FindingCode.RESTORE_TOOL_FAILED.name());
        if (tool == null) {
            return;
        }
        for (Root root : roots.values()) {
            boolean deadly =
                    root.code().name().startsWith("ARCHIVE_")
                            || root.code() == FindingCode.SERVER_LOST
                            || root.code() == FindingCode.DISK_FULL
                            || root.code() == FindingCode.MEMORY_EXHAUSTED;
            if (root != tool && deadly) {
                root.consequencesOf(tool);
                roots.remove(FindingCode.RESTORE_TOOL_FAILED.name());
                return;
            }
        }
    }
}
