package dev.muster.manifest.take;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The digest of a directory archive.
 *
 * @param sha256 of the lines that {@code sha256sum *} prints for its files, in the order of names
 * @param bytes of all files
 */
public record DirectoryDigest(String sha256, long bytes) {
    /** Reads every file that lies in the directory itself. */
    public static DirectoryDigest of(Path directory) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        long bytes = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                MessageDigest one = newSha256();
                try (InputStream in = new DigestInputStream(Files.newInputStream(file), one)) {
                    bytes += in.transferTo(OutputStream.nullOutputStream());
                }
                digests.put("" + file.getFileName(), HexFormat.of().formatHex(one.digest()));
            }
        }
        MessageDigest all = newSha256();
        digests.forEach((name, digest) ->
                all.update((digest + "  " + name + "\n").getBytes(StandardCharsets.UTF_8)));
        return new DirectoryDigest(HexFormat.of().formatHex(all.digest()), bytes);
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK brings SHA-256", e);
        }
    }
}
