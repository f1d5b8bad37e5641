package dev.muster.restore;

import dev.muster.restore.archive.ArchiveContents;
import dev.muster.restore.archive.DatabaseContents;
import dev.muster.restore.archive.DatabaseLocale;
import dev.muster.restore.archive.NamesInside;
import dev.muster.restore.archive.TocEntry;
import dev.muster.restore.postgres.errors.Entry;
import dev.muster.restore.postgres.restore.DatabaseSpec;
import dev.muster.restore.postgres.restore.Needs;
import dev.muster.restore.postgres.server.Server;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Draws from an archive what must be there before it can be restored. */
final class ArchiveNeeds {
    /** The name of a restored database whose archive does not tell its own. */
    static final String UNNAMED = "restored";

    private ArchiveNeeds() {}

    /** What one of the archive's databases needs. */
    static Needs of(ArchiveContents archive, DatabaseContents database) {
        NamesInside names = database.names();
        Set<String> roles = new HashSet<>(names.roles());
        Map<String, @Nullable String> extensions = new HashMap<>();
        Map<String, String> schemas = new HashMap<>();
        for (NamesInside.Extension extension : names.extensions()) {
            extensions.put(extension.name(), null);
            if (!extension.schema().isEmpty()) {
                schemas.put(extension.name(), extension.schema());
            }
        }
        Set<String> tablespaces = new HashSet<>(names.tablespaces());
        tablespaces.addAll(archive.tablespacesCreated());
        return new Needs(
                spec(archive, database),
                roles,
                extensions,
                schemas,
                names.languages(),
                tablespaces);
    }

    private static DatabaseSpec spec(ArchiveContents archive, DatabaseContents database) {
        DatabaseLocale locale = database.locale();
        String encoding = database.encoding() == null ? archive.encoding() : database.encoding();
        return new DatabaseSpec(
                database.name() == null ? UNNAMED : database.name(),
                encoding,
                locale.provider(),
                locale.collate(),
                locale.ctype(),
                locale.locale(),
                locale.icuRules());
    }

    /** What the part before the first database needs: it makes roles, and wants none made. */
    static Needs ofGlobals(ArchiveContents archive, Server server) {
        return new Needs(
                DatabaseSpec.of(server.maintenanceDatabase(), null),
                Set.of(),
                Map.of(),
                Map.of(),
                Set.of(),
                archive.tablespacesCreated());
    }

    /** Entries, as far as an error of the restore can be about them. */
    static List<Entry> entries(List<TocEntry> entries) {
        return entries.stream()
                .map(entry ->
                        new Entry(
                                entry.dumpId(),
                                entry.desc(),
                                entry.namespace() == null ? "" : entry.namespace(),
                                entry.tag(),
                                entry.dependencies()))
                .toList();
    }
}
