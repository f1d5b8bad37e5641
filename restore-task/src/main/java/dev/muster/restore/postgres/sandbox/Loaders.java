package dev.muster.restore.postgres.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the dynamic loaders that the kernel executes with every dynamically linked program. */
final class Loaders {
    private static final List<Path> PLACES =
            List.of(
                    Path.of("/lib64"),
                    Path.of("/lib"),
                    Path.of("/lib/x86_64-linux-gnu"),
                    Path.of("/lib/aarch64-linux-gnu"),
                    Path.of("/usr/lib64"),
                    Path.of("/usr/lib"));

    private Loaders() {}

    static Set<Path> find() {
        Set<Path> found = new LinkedHashSet<>();
        for (Path place : PLACES) {
            if (Files.isDirectory(place)) {
                found.addAll(loadersIn(place));
            }
        }
        return found;
    }

    private static Set<Path> loadersIn(Path place) {
        Set<Path> found = new LinkedHashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(place, "ld-{linux,musl}*")) {
            for (Path file : files) {
                found.add(file.toRealPath());
            }
        } catch (IOException e) {
            return Set.of(); // A place that cannot be listed holds no loader that could be used.
        }
        return found;
    }
}
