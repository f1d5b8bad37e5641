package dev.muster.restore.postgres.server;

import dev.muster.restore.postgres.sandbox.Contained;
import dev.muster.restore.postgres.sandbox.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at one folder of programs: which version, which programs, which extensions. */
final class InstallationProbe {
    private static final Pattern VERSION =
            Pattern.compile("\\(PostgreSQL\\) ((\\d+)(?:\\.\\d+|beta\\d+|rc\\d+|devel)*)");
    private static final Pattern DEFAULT_VERSION =
            Pattern.compile("(?m)^\\s*default_version\\s*=\\s*'([^']*)'");

    private InstallationProbe() {}

    static Optional<Installation> probe(Path bin) {
        Set<String> programs = new LinkedHashSet<>();
        for (String name : Installations.PROGRAMS) {
            if (Files.isExecutable(bin.resolve(name))) {
                programs.add(name);
            }
        }
        // A folder with psql alone may be a wrapper's (Debian's /usr/bin): no installation.
        if (!programs.contains("postgres") && !Files.isExecutable(bin.resolve("pg_config"))) {
            return Optional.empty();
        }
        String asked = programs.contains("postgres") ? "postgres" : "pg_restore";
        Matcher version = VERSION.matcher(output(List.of(bin.resolve(asked) + "", "--version")));
        if (!version.find()) {
            return Optional.empty();
        }
        int major = Integer.parseInt(version.group(2));
        Path share = folder(bin, major, "share/postgresql/" + major, "share/postgresql", "share");
        Path lib = folder(bin, major, "lib/postgresql/" + major + "/lib", "lib/postgresql", "lib");
        return Optional.of(
                new Installation(
                        major,
                        version.group(1),
                        bin,
                        programs,
                        extensions(share.resolve("extension")),
                        names(lib)));
    }

    private static Path folder(Path bin, int major, String debian, String nested, String flat) {
        if (bin.equals(Path.of("/usr/lib/postgresql/" + major + "/bin"))) {
            return Path.of("/usr").resolve(debian);
        }
        Path inside = bin.resolveSibling(nested);
        return Files.isDirectory(inside) ? inside : bin.resolveSibling(flat);
    }

    private static Map<String, String> extensions(Path folder) {
        Map<String, String> found = new TreeMap<>();
        for (Path file : files(folder, "*.control")) {
            String name = file.getFileName().toString().replaceFirst("\\.control$", "");
            found.put(name, defaultVersion(file));
        }
        return found;
    }

    private static String defaultVersion(Path control) {
        try {
            Matcher version =
                    DEFAULT_VERSION.matcher(Files.readString(control, StandardCharsets.ISO_8859_1));
            return version.find() ? version.group(1) : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static Set<String> names(Path folder) {
        Set<String> names = new HashSet<>();
        for (Path file : files(folder, "*.{so,dylib}")) {
            names.add(file.getFileName().toString().replaceFirst("\\.(so|dylib)$", ""));
        }
        return names;
    }

    private static List<Path> files(Path folder, String glob) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
            Set<Path> files = new LinkedHashSet<>();
            stream.forEach(files::add);
            return List.copyOf(files);
        } catch (IOException e) {
            return List.of(); // What cannot be listed is not there for us.
        }
    }

    private static String output(List<String> command) {
        try {
            Contained process = Sandbox.start(command, Map.of("LC_ALL", "C"), Path.of("/"), null);
            process.input().close();
            if (!process.awaitEnd(Duration.ofSeconds(10))) {
                process.kill();
                return "";
            }
            return new String(process.output().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
