package dev.muster.restore.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.tukaani.xz.XZInputStream;

/** The server's programs of PostgreSQL 18, which come as a library to those who test with it. */
final class OtherPostgres {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    private OtherPostgres() {}

    /** Unpacks them into a folder, and says where in it the programs are. */
    static Path unpack(Path folder) throws IOException, InterruptedException {
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        Assumptions.assumeTrue(
                machine.equals("Linux amd64"),
                "there is a PostgreSQL 18 for Linux amd64 alone, and this is " + machine);
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
        return folder.resolve("bin");
    }
}
