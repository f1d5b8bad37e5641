package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.restore.fetch.key.CipherSpec;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;

/**
 * What {@code openssl enc} writes: a salt and AES in CBC or CTR. Its parameters are not in the
 * file: those that were not named are tried, and the content shows which are right.
 */
final class OpenSslLayer implements Layer {
    private static final String MAGIC = "Salted__";
    private static final int SALT = 8;
    private static final int HEADER = 16;
    private static final int HEAD_FOR_TRIAL = 8 * 1024;

    /** OpenSSL's defaults of all times first, then what guides recommend. */
    private static final List<CipherSpec> USUAL =
            List.of(
                    new CipherSpec(256, false, true, 10_000, "sha256"),
                    new CipherSpec(256, false, false, 1, "sha256"),
                    new CipherSpec(256, false, false, 1, "md5"),
                    new CipherSpec(256, false, true, 100_000, "sha256"),
                    new CipherSpec(256, false, true, 10_000, "sha512"),
                    new CipherSpec(256, false, true, 100_000, "sha512"),
                    new CipherSpec(256, false, true, 600_000, "sha256"),
                    new CipherSpec(256, false, true, 600_000, "sha512"));

    @Override
    public String name() {
        return "openssl";
    }

    @Override
    public boolean encrypts() {
        return true;
    }

    @Override
    public boolean recognises(Head head) {
        return head.startsWith(MAGIC);
    }

    @Override
    public InputStream open(LayerStream in, LayerContext context) throws IOException {
        if (context.keys().isEmpty()) {
            throw new FindingException(
                    Finding.of(
                            FindingCode.KEY_MISSING,
                            null,
                            "the backup is encrypted by openssl enc, and no passphrase was given"));
        }
        Head head = in.peek();
        if (head.isComplete() && head.length() < HEADER + Cbc.BLOCK) {
            throw new FindingException(truncated(head.length()));
        }
        Cipher cipher = fitting(head, context);
        in.skipNBytes(HEADER);
        context.notes()
                .accept(
                        Finding.of(
                                FindingCode.NOT_AUTHENTICATED,
                                null,
                                "openssl enc encrypts without authentication: that it decrypts is"
                                        + " no proof that nobody altered it"));
        boolean padded = !cipher.getAlgorithm().contains("CTR");
        return new OpenSslStream(in, cipher, padded);
    }

    private static Cipher fitting(Head head, LayerContext context) {
        byte[] salt = head.copy(MAGIC.length(), MAGIC.length() + SALT);
        byte[] start = head.copy(HEADER, HEADER + HEAD_FOR_TRIAL);
        CipherSpec named = context.keys().cipher();
        for (CipherSpec spec : candidates(named)) {
            for (byte[] passphrase : context.keys().passphrases()) {
                context.stop().check();
                byte[] derived = OpenSslKey.derive(spec, passphrase, salt);
                for (int bits :
                        named == null ? new int[] {256, 128, 192} : new int[] {spec.keyBits()}) {
                    if (fits(OpenSslKey.cipher(spec, bits, derived), start, context)) {
                        return OpenSslKey.cipher(spec, bits, derived);
                    }
                }
            }
        }
        throw new FindingException(noneFits(named, context));
    }

    /** A digest that was not named is one of OpenSSL's defaults. */
    private static List<CipherSpec> candidates(@Nullable CipherSpec named) {
        if (named == null) {
            return USUAL;
        }
        if (named.digest() != null) {
            return List.of(named);
        }
        List<String> digests =
                named.pbkdf2() ? List.of("sha256", "sha512", "sha1") : List.of("sha256", "md5");
        return digests.stream()
                .map(digest ->
                        new CipherSpec(
                                named.keyBits(),
                                named.counterMode(),
                                named.pbkdf2(),
                                named.iterations(),
                                digest))
                .toList();
    }

    private static boolean fits(Cipher cipher, byte[] start, LayerContext context) {
        byte[] plain = cipher.update(start, 0, start.length / Cbc.BLOCK * Cbc.BLOCK);
        if (plain == null) {
            return false;
        }
        int padding =
                start.length < HEAD_FOR_TRIAL && start.length % Cbc.BLOCK == 0
                        ? Cbc.padding(plain, plain.length)
                        : 0;
        boolean emptyContent = plain.length == Cbc.BLOCK && padding == Cbc.BLOCK;
        return emptyContent
                || context.plausible().test(Head.of(plain, plain.length - padding, padding > 0));
    }

    private static Finding noneFits(@Nullable CipherSpec named, LayerContext context) {
        String tried =
                candidates(named).stream()
                        .map(CipherSpec::toString)
                        .collect(Collectors.joining(", "));
        return Finding.of(
                        FindingCode.KEY_WRONG,
                        null,
                        "the passphrase from %s decrypts to nothing that is known: it is wrong, or"
                                        .formatted(context.keys().references())
                                + " the backup was made with other parameters than "
                                + tried)
                .withHint(
                        "give the right passphrase, or name the parameters with --cipher, for"
                                + " example openssl:aes-256-cbc:pbkdf2:iter=600000:md=sha512");
    }

    static Finding truncated(long length) {
        return Finding.of(
                FindingCode.CIPHERTEXT_TRUNCATED,
                null,
                "the encrypted file ends in the middle of a block, after %,d bytes"
                        .formatted(length));
    }

    @Override
    public Finding explain(Exception thrown) {
        return thrown instanceof EOFException
                ? Finding.of(
                        FindingCode.CIPHERTEXT_TRUNCATED, null, "the encrypted file is truncated")
                : Finding.of(
                        FindingCode.CIPHERTEXT_DAMAGED,
                        null,
                        "the encrypted file is damaged: " + thrown.getMessage());
    }
}
