package dev.muster.manifest.take;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Passes a dump on as it comes, hashes it, and learns from its own list of contents what it holds:
 * an archive's is read by pg_restore, a script's from its comments.
 */
final class DumpStream extends OutputStream {
    private static final int HEAD = 512;

    private final OutputStream out;
    private final String pgRestore;
    private final MessageDigest sha256;
    private DumpScope scope = new DumpScope();
    private final byte[] head = new byte[HEAD];
    private int headLength;
    private boolean decided;
    private long bytes;
    private @Nullable ScriptComments script;
    private @Nullable Process list;
    private @Nullable CompletableFuture<Boolean> listing;

    DumpStream(OutputStream out, String pgRestore) {
        this.out = out;
        this.pgRestore = pgRestore;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK brings SHA-256", e);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        out.write(buffer, offset, length);
        sha256.update(buffer, offset, length);
        bytes += length;
        if (decided) {
            learn(buffer, offset, length);
            return;
        }
        int taken = Math.min(length, HEAD - headLength);
        System.arraycopy(buffer, offset, head, headLength, taken);
        headLength += taken;
        if (headLength == HEAD) {
            decide();
            learn(buffer, offset + taken, length - taken);
        }
    }

    private void decide() {
        decided = true;
        String begin = new String(head, 0, headLength, StandardCharsets.ISO_8859_1);
        if (begin.startsWith("PGDMP") || begin.startsWith("toc.dat\0")) {
            startListing(begin.startsWith("PGDMP") ? "--format=custom" : "--format=tar");
        } else if (begin.startsWith("--") || begin.startsWith("\n--")) {
            script = new ScriptComments(scope);
        }
        learn(head, 0, headLength);
    }

    private void startListing(String format) {
        try {
            Process started =
                    new ProcessBuilder(pgRestore, "--list", format)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            list = started;
            listing =
                    CompletableFuture.supplyAsync(() -> {
                        try (var lines = started.inputReader()) {
                            lines.lines().forEach(scope::listed);
                            return started.waitFor() == 0;
                        } catch (IOException | UncheckedIOException e) {
                            return false;
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                            return false;
                        }
                    });
        } catch (IOException e) {
            return; // Without a pg_restore the scope stays unknown, which the manifest says.
        }
    }

    private void learn(byte[] buffer, int offset, int length) {
        ScriptComments comments = script;
        if (comments != null) {
            comments.take(buffer, offset, length);
        }
        Process reader = list;
        if (reader != null) {
            try {
                reader.getOutputStream().write(buffer, offset, length);
            } catch (IOException e) {
                closeListing(reader); // It has read its list, and wants no more.
            }
        }
    }

    private void closeListing(Process reader) {
        list = null;
        try {
            reader.getOutputStream().close();
        } catch (IOException e) {
            return; // It was closed from the other side.
        }
    }

    /** The dump has come to its end. */
    void finish() {
        if (!decided) {
            decide();
        }
        Process reader = list;
        if (reader != null) {
            closeListing(reader);
        }
        CompletableFuture<Boolean> last = listing;
        if (last != null && !last.join()) {
            // A list that broke off would leave out what the dump holds.
            scope = new DumpScope();
        }
    }

    String sha256() {
        return HexFormat.of().formatHex(digest());
    }

    private byte[] digest() {
        try {
            return ((MessageDigest) sha256.clone()).digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
        }
    }

    long bytes() {
        return bytes;
    }

    DumpScope scope() {
        return scope;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() {
        Process reader = list;
        if (reader != null) {
            reader.destroy();
        }
    }
}
