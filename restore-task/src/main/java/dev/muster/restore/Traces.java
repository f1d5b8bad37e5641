package dev.muster.restore;

import dev.muster.manifest.Source;
import dev.muster.restore.archive.ArchiveContents;
import dev.muster.restore.archive.DatabaseContents;
import dev.muster.restore.postgres.server.SourceTraces;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gathers by what the server is known again that a backup was made of. */
final class Traces {
    private Traces() {}

    /** Of the archive itself, and of its manifest: who wrote that does not matter for a refusal. */
    static SourceTraces of(ArchiveContents archive, ManifestSearch.Outcome manifest) {
        Set<String> databases = new HashSet<>();
        List<SourceTraces.Table> tables = new ArrayList<>();
        if (archive.database() != null) {
            databases.add(archive.database());
        }
        for (DatabaseContents database : archive.databases()) {
            if (database.name() != null) {
                databases.add(database.name());
            }
            database.tables()
                    .keySet()
                    .forEach(table ->
                            tables.add(
                                    new SourceTraces.Table(
                                            table.schema() == null ? "public" : table.schema(),
                                            table.name())));
        }
        Set<String> identifiers = new HashSet<>();
        if (manifest instanceof ManifestSearch.Outcome.Found found) {
            Source source = found.file().manifest().source();
            databases.add(source.database());
            if (source.systemIdentifier() != null) {
                identifiers.add(source.systemIdentifier());
            }
        }
        return new SourceTraces(databases, tables, identifiers);
    }
}
