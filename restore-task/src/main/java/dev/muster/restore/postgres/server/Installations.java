package dev.muster.restore.postgres.server;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds the PostgreSQL installations of this machine, and chooses the one for an archive. */
public final class Installations {
    static final List<String> NEEDED = List.of("initdb", "postgres", "psql", "pg_restore");

    /** The programs that are looked for; the first four are needed. */
    static final List<String> PROGRAMS =
            List.of("initdb", "postgres", "psql", "pg_restore", "pg_dump", "pg_dumpall", "pg_ctl");

    private static final List<String> FAMILIES =
            List.of(
                    "/usr/lib/postgresql/*/bin",
                    "/usr/pgsql-*/bin",
                    "/opt/homebrew/opt/postgresql*/bin",
                    "/usr/local/opt/postgresql*/bin",
                    "/Applications/Postgres.app/Contents/Versions/*/bin",
                    "/usr/local/pgsql/bin");

    private final List<Installation> all;

    Installations(List<Installation> all) {
        this.all =
                all.stream()
                        .sorted(
                                Comparator.comparingInt(Installation::major)
                                        .thenComparing(Installation::complete)
                                        .reversed())
                        .toList();
    }

    /**
     * Looks in {@code MUSTER_PG_BIN} (which, where set, is the only place), PATH and the usual
     * folders of Debian, Red Hat, Homebrew and Postgres.app.
     */
    public static Installations find(Map<String, String> environment) {
        Set<Path> places = new LinkedHashSet<>();
        String named = environment.get("MUSTER_PG_BIN");
        if (named != null && !named.isBlank()) {
            for (String place : named.split(":", -1)) {
                places.add(Path.of(place));
            }
        } else {
            for (String place : environment.getOrDefault("PATH", "").split(":", -1)) {
                if (!place.isBlank()) {
                    places.add(Path.of(place));
                }
            }
            FAMILIES.forEach(family -> places.addAll(folders(family)));
        }
        Map<Path, Installation> found = new LinkedHashMap<>();
        for (Path place : places) {
            realFolder(place)
                    .filter(folder -> !found.containsKey(folder))
                    .flatMap(InstallationProbe::probe)
                    .ifPresent(installation -> found.put(installation.bin(), installation));
        }
        return new Installations(List.copyOf(found.values()));
    }

    /** All that were found, the newest first; also those that lack programs. */
    public List<Installation> all() {
        return all;
    }

    /**
     * The installation for an archive: the same major version, else the lowest newer, else the
     * highest older.
     *
     * @param sourceMajor of the server that was dumped, or 0 where it is not known
     * @param archiveMinor the 14 of archive format 1.14, or 0 for plain SQL
     * @throws FindingException where there is none, or none whose pg_restore reads the archive
     */
    public Choice choose(int sourceMajor, int archiveMinor) {
        List<Installation> complete = all.stream().filter(Installation::complete).toList();
        if (complete.isEmpty()) {
            throw new FindingException(Finding.of(FindingCode.POSTGRES_MISSING, null, missing()));
        }
        int needed = ArchiveFormats.majorThatReads(archiveMinor);
        List<Installation> able = complete.stream().filter(i -> i.major() >= needed).toList();
        if (able.isEmpty()) {
            throw new FindingException(tooOld(archiveMinor, needed, complete.getFirst()));
        }
        Installation chosen = nearest(able, sourceMajor);
        return new Choice(chosen, remark(chosen, sourceMajor));
    }

    /** The complete ones of each newer major version, the oldest first. */
    public List<Installation> newerThan(int major) {
        SortedMap<Integer, Installation> newer = new TreeMap<>();
        all.stream()
                .filter(each -> each.complete() && each.major() > major)
                .forEach(each -> newer.putIfAbsent(each.major(), each));
        return List.copyOf(newer.values());
    }

    /**
     * What was chosen, and what is to be said of it.
     *
     * @param remark null where the major version is the source's own or unknown
     */
    public record Choice(Installation installation, @Nullable Finding remark) {}

    private static Installation nearest(List<Installation> newestFirst, int sourceMajor) {
        if (sourceMajor == 0) {
            return newestFirst.getFirst();
        }
        Installation best = newestFirst.getFirst();
        for (Installation each : newestFirst) {
            if (each.major() >= sourceMajor) {
                best = each.major() < best.major() || best.major() < sourceMajor ? each : best;
            }
        }
        return best;
    }

    private static @Nullable Finding remark(Installation chosen, int sourceMajor) {
        if (sourceMajor == 0 || chosen.major() == sourceMajor) {
            return null;
        }
        String message =
                "the backup is of PostgreSQL %d, the drill runs PostgreSQL %s"
                        .formatted(sourceMajor, chosen.version());
        Finding newer = Finding.of(FindingCode.VERSION_NEWER_USED, null, message);
        return chosen.major() > sourceMajor
                ? newer
                : newer.withSeverity(dev.muster.contract.Severity.WARNING)
                        .withHint(
                                "an older server may lack what the backup uses: install PostgreSQL "
                                        + sourceMajor);
    }

    private static Finding tooOld(int archiveMinor, int needed, Installation newest) {
        return Finding.of(
                        FindingCode.ARCHIVE_VERSION_UNSUPPORTED,
                        null,
                        "archive format 1.%d needs pg_restore %d or later, the newest here is %s"
                                .formatted(archiveMinor, needed, newest.version()))
                .withHint("install PostgreSQL " + needed + " or later");
    }

    private String missing() {
        if (all.isEmpty()) {
            return "no PostgreSQL installation was found";
        }
        Installation newest = all.getFirst();
        List<String> lacking = new ArrayList<>(NEEDED);
        lacking.removeAll(newest.programs());
        return "PostgreSQL %s in \"%s\" lacks %s"
                .formatted(newest.version(), newest.bin(), String.join(", ", lacking));
    }

    private static List<Path> folders(String family) {
        int star = family.indexOf('*');
        if (star < 0) {
            return List.of(Path.of(family));
        }
        Path parent = Path.of(family.substring(0, family.lastIndexOf('/', star)));
        String glob = family.substring(parent.toString().length() + 1, family.lastIndexOf('/'));
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(parent, glob)) {
            stream.forEach(folder -> folders.add(folder.resolve("bin")));
        } catch (IOException e) {
            return List.of(); // What cannot be listed cannot be used.
        }
        return folders;
    }

    private static Optional<Path> realFolder(Path place) {
        try {
            return Files.isDirectory(place) ? Optional.of(place.toRealPath()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
