package dev.muster.restore.postgres.sandbox;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The unprivileged user that PostgreSQL's programs run as when Muster itself runs as root, which
 * PostgreSQL refuses.
 */
public record Account(String name, int uid, int gid) {
    private static final List<String> NAMES = List.of("postgres", "nobody");

    /** Empty where Muster runs as an ordinary user: its programs then run as the same. */
    public static Optional<Account> forPrograms() {
        return new UnixSystem().getUid() == 0 ? find() : Optional.empty();
    }

    private static Optional<Account> find() {
        try {
            List<String> lines =
                    Files.readAllLines(Path.of("/etc/passwd"), StandardCharsets.ISO_8859_1);
            return NAMES.stream()
                    .flatMap(name -> lines.stream().filter(line -> line.startsWith(name + ":")))
                    .map(line -> line.split(":", -1))
                    .map(f -> new Account(f[0], Integer.parseInt(f[2]), Integer.parseInt(f[3])))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the file, or the directory with all that is in it, to this user. */
    public void own(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                Files.setAttribute(each, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(each, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }
}
