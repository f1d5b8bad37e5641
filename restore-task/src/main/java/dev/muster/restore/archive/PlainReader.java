package dev.muster.restore.archive;

import dev.muster.contract.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Reads SQL by pg_dump, pg_dumpall or another tool, once, and counts its rows on the way. */
final class PlainReader {
    private PlainReader() {}

    static ArchiveContents read(Path file, LongConsumer progress, BooleanSupplier cancelled) {
        PlainScript script = new PlainScript();
        SqlStream stream = new SqlStream(script, progress, cancelled);
        long size;
        try (InputStream in = Files.newInputStream(file)) {
            size = Files.size(file);
            stream.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Finding cut = new PlainVerdict(script, stream, size).incomplete();
        script.cluster().finish();
        List<PlainDatabase> read = script.cluster().databases();
        List<DatabaseContents> databases = new ArrayList<>();
        List<Census.DatabaseCount> counts = new ArrayList<>();
        List<Finding> faults = new ArrayList<>();
        for (PlainDatabase database : read) {
            databases.add(database.contents());
            counts.add(database.tally().count());
            faults.addAll(database.tally().findings(false));
            faults.addAll(LargeObjects.missing(databases.getLast(), counts.getLast()));
        }
        List<Finding> findings = new PlainVerdict(script, stream, size).findings(cut);
        if (findings.stream().noneMatch(Finding::decides)) {
            findings.addAll(faults);
        }
        DumpNotes notes = script.notes();
        PlainDatabase last = read.getLast();
        @Nullable String name = read.size() == 1 ? last.name() : null;
        return new ArchiveContents(
                file,
                notes.isCluster() ? ArchiveFormat.DUMPALL : ArchiveFormat.PLAIN,
                null,
                size,
                notes.createdAt(),
                name,
                notes.serverVersion(),
                notes.dumpVersion(),
                last.encoding(),
                last.standardStrings(),
                last.searchPath(),
                "none",
                0,
                0,
                databases,
                script.cluster().globals(),
                script.cluster().roles(),
                script.cluster().tablespaces(),
                findings,
                script.search().hostile(),
                script.search().suspicious(),
                notes.isAnnotated(),
                new Census(counts, List.of()));
    }
}
