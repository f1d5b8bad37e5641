package dev.muster.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** A Fernet key: half of it signs, half of it encrypts. */
final class FernetKey {
    private static final int HALF = 16;

    private final byte[] key;

    private FernetKey(byte[] key) {
        this.key = key;
    }

    static FernetKey random() {
        byte[] key = new byte[2 * HALF];
        new SecureRandom().nextBytes(key);
        return new FernetKey(key);
    }

    byte[] signing() {
        return java.util.Arrays.copyOf(key, HALF);
    }

    byte[] encrypting() {
        return java.util.Arrays.copyOfRange(key, HALF, 2 * HALF);
    }

    /** Writes it as Python's cryptography does, readable by its owner alone. */
    void writeTo(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, Base64.getUrlEncoder().encodeToString(key) + "\n");
    }
}
