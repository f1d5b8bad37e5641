package dev.muster.restore.postgres.server;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * One set of PostgreSQL's programs on this machine.
 *
 * @param version as the programs say it, for example {@code 17.6}
 * @param programs those of {@link Installations#PROGRAMS} that are there
 * @param extensions name of each extension that can be created, and its default version
 * @param libraries names of the loadable modules, without their suffix
 */
public record Installation(
        int major,
        String version,
        Path bin,
        Set<String> programs,
        Map<String, String> extensions,
        Set<String> libraries) {

    public Installation {
        programs = Set.copyOf(programs);
        extensions = Map.copyOf(extensions);
        libraries = Set.copyOf(libraries);
    }

    public Path program(String name) {
        return bin.resolve(name);
    }

    /** Whether a drill can be run with it: a throwaway server and both restoring tools. */
    public boolean complete() {
        return programs.containsAll(Installations.NEEDED);
    }
}
