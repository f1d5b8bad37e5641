package dev.muster.restore.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.tukaani.xz.XZInputStream;

/** The server's programs of PostgreSQL 18, which come as a library to those who test with it. */
final class OtherPostgres implements AutoCloseable {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    private final Path folder;

    private OtherPostgres(Path folder) {
        this.folder = folder;
    }

    /** Unpacks them where any user can run them. */
    static OtherPostgres unpack() throws IOException, InterruptedException {
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        Assumptions.assumeTrue(
                machine.equals("Linux amd64"),
                "there is a PostgreSQL 18 for Linux amd64 alone, and this is " + machine);
        Path folder = Files.createTempDirectory("muster-postgres18");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Process tar =
                new ProcessBuilder("tar", "xf", "-", "--no-same-owner", "-C", folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (InputStream archive = OtherPostgres.class.getResourceAsStream(ARCHIVE);
                OutputStream out = tar.getOutputStream()) {
            if (archive == null) {
                throw new IOException(ARCHIVE + " is not among the tests' libraries");
            }
            new XZInputStream(archive).transferTo(out);
        }
        if (tar.waitFor() != 0) {
            throw new IOException("tar exited " + tar.exitValue());
        }
        return new OtherPostgres(folder);
    }

    Path bin() {
        return folder.resolve("bin");
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : List.copyOf(files.sorted(Comparator.reverseOrder()).toList())) {
                Files.delete(file);
            }
        }
    }
}
