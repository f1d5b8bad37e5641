package dev.muster.manifest.take;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpStreamTest {
    @TempDir Path directory = Path.of("unset");

    @Test
    void aListThatEndsWellIsTheScope() throws IOException {
        assertThat(scope("exit 0").known()).isTrue();
    }

    @Test
    void aListThatBreaksOffIsNoScope() throws IOException {
        assertThat(scope("exit 1").known()).isFalse();
    }

    /** What the dump's own list leaves out is not compared, so half of a list must not count. */
    private DumpScope scope(String end) throws IOException {
        Path program =
                Files.writeString(
                        directory.resolve("pg_restore"),
                        """
                        #!/bin/sh
                        echo '230; 1259 16400 TABLE public film postgres'
                        cat >/dev/null
                        %s
                        """
                                .formatted(end));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        try (DumpStream dump =
                new DumpStream(OutputStream.nullOutputStream(), program.toString())) {
            dump.write("PGDMP and the rest of an archive".getBytes(StandardCharsets.US_ASCII));
            dump.finish();
            return dump.scope();
        }
    }
}
