package dev.muster.restore.fetch;

import dev.muster.contract.FindingCode;
import dev.muster.contract.Progress;
import dev.muster.restore.fetch.key.Keys;
import dev.muster.restore.fetch.key.Secret;
import dev.muster.stores.BackupCopy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Backups as small as they can be, and what is fetched of them. */
final class Samples {
    static final String FERNET_KEY = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
    static final String OTHER_FERNET_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private Samples() {}

    /** A plain dump with rows that hardly compress. */
    static byte[] sql(int rows) {
        StringBuilder sql =
                new StringBuilder(
                        """
                        --
                        -- PostgreSQL database dump
                        --

                        SET client_encoding = 'UTF8';
                        CREATE TABLE public.t (id bigint, note text);
                        COPY public.t (id, note) FROM stdin;
                        """);
        Random random = new Random(7);
        for (int i = 0; i < rows; i++) {
            sql.append(i).append('\t').append(Long.toHexString(random.nextLong())).append('\n');
        }
        return sql.append("\\.\n\n--\n-- PostgreSQL database dump complete\n--\n")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Written anew from the specification, so that reader and writer do not share a mistake. */
    static byte[] fernet(byte[] content, String key) {
        try {
            byte[] raw = Base64.getUrlDecoder().decode(key);
            byte[] iv = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(raw, 16, 16, "AES"),
                    new IvParameterSpec(iv));
            ByteArrayOutputStream token = new ByteArrayOutputStream();
            token.write(0x80);
            token.writeBytes(new byte[] {0, 0, 0, 0, 0x65, 1, 2, 3});
            token.writeBytes(iv);
            token.writeBytes(cipher.doFinal(content));
            Mac hmac = Mac.getInstance("HmacSHA256");
            hmac.init(new SecretKeySpec(raw, 0, 16, "HmacSHA256"));
            token.writeBytes(hmac.doFinal(token.toByteArray()));
            return Base64.getUrlEncoder().encode(token.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Keys fernetKeys(String... keys) {
        return keys(String.join("\n", keys) + "\n");
    }

    static Keys keys(String text) {
        return Keys.of(new Secret("env:KEY", text.getBytes(StandardCharsets.UTF_8)));
    }

    static FetchOutcome fetch(Path work, Keys keys, BackupCopy... copies) {
        return Fetch.run(
                List.of(copies),
                keys,
                work,
                new FetchLimits(1L << 30, 0, java.time.Duration.ofMinutes(1)),
                Progress.NONE,
                () -> false);
    }

    static FetchOutcome fetch(Path work, Keys keys, byte[] content) {
        TestStore store = new TestStore("memory://one").with("shop.bin", content);
        return fetch(work, keys, store.copy("shop.bin"));
    }

    static Fetched fetched(FetchOutcome outcome) {
        return switch (outcome) {
            case Fetched fetched -> fetched;
            case FetchFailed failed ->
                    throw new AssertionError("expected an archive, got " + failed.findings());
        };
    }

    static byte[] payload(FetchOutcome outcome) {
        try {
            return Files.readAllBytes(fetched(outcome).payload());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The code of the only finding of a fetch that failed. */
    static FindingCode failure(FetchOutcome outcome) {
        return switch (outcome) {
            case Fetched fetched ->
                    throw new AssertionError("expected a failure, got " + fetched.layers());
            case FetchFailed failed -> {
                if (failed.findings().size() != 1) {
                    throw new AssertionError("expected one finding, got " + failed.findings());
                }
                yield failed.findings().getFirst().code();
            }
        };
    }
}
