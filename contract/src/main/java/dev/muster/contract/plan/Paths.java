package dev.muster.contract.plan;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads the paths of a configuration file, which are relative to the file's own directory. */
final class Paths {
    private Paths() {}

    static Path resolve(Path directory, String text) {
        try {
            if (text.equals("~") || text.startsWith("~/")) {
                return Path.of(System.getProperty("user.home", "/") + text.substring(1));
            }
            return directory.resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw new InvalidOption("this is no path: " + e.getReason(), "write a path of a file");
        }
    }
}
