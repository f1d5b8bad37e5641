package dev.muster.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.manifest.take.DirectoryDigest;
import dev.muster.restore.fetch.Fetched;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The digests by which a manifest can name a backup: of the copy as it is stored, and of what came
 * out of all its layers, which is what pg_dump wrote.
 */
record PayloadDigests(String stored, String archive) {

    static PayloadDigests of(Fetched fetched) {
        if (fetched.layers().isEmpty()) {
            return new PayloadDigests(fetched.sha256(), fetched.sha256());
        }
        try {
            String archive =
                    fetched.directory()
                            ? DirectoryDigest.of(fetched.payload()).sha256()
                            : sha256(fetched.payload());
            return new PayloadDigests(fetched.sha256(), archive);
        } catch (IOException e) {
            throw new FindingException(
                    Finding.of(
                            FindingCode.RESTORE_TOOL_FAILED,
                            null,
                            "the unpacked archive cannot be read: " + e.getMessage()),
                    e);
        }
    }

    boolean include(String sha256) {
        return stored.equals(sha256) || archive.equals(sha256);
    }

    private static String sha256(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), newSha256())) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        }
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK brings SHA-256", e);
        }
    }
}
