package dev.muster.restore.fetch.layer;

import dev.muster.contract.FindingException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An age file's header: the file key, wrapped for each recipient.
 *
 * @param signed the bytes that the header's MAC covers
 */
record AgeHeader(List<Stanza> stanzas, Bytes signed, Bytes mac) {
    private static final int MOST_BYTES = 1 << 20;
    private static final int FULL_LINE = 64;

    /** One recipient's. */
    record Stanza(List<String> arguments, Bytes body) {
        String type() {
            return arguments.getFirst();
        }
    }

    /** An array that compares as itself. */
    static final class Bytes {
        private final byte[] value;

        Bytes(byte[] value) {
            this.value = value;
        }

        byte[] value() {
            return value;
        }
    }

    static AgeHeader read(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        String line = line(in, all);
        List<Stanza> stanzas = new ArrayList<>();
        while (true) {
            int before = all.size();
            line = line(in, all);
            if (line.startsWith("--- ")) {
                byte[] signed = Arrays.copyOf(all.toByteArray(), before + "---".length());
                return new AgeHeader(stanzas, new Bytes(signed), base64(line.substring(4)));
            }
            if (!line.startsWith("-> ")) {
                throw new IOException("its header is not valid");
            }
            List<String> arguments = List.of(line.substring(3).split(" ", -1));
            StringBuilder body = new StringBuilder();
            do {
                line = line(in, all);
                body.append(line);
            } while (line.length() == FULL_LINE);
            stanzas.add(new Stanza(arguments, base64(body.toString())));
        }
    }

    private static String line(InputStream in, ByteArrayOutputStream all) throws IOException {
        int start = all.size();
        int c;
        while ((c = in.read()) != '\n') {
            if (c < 0) {
                throw new EOFException();
            }
            if (all.size() == MOST_BYTES) {
                throw new IOException("its header is too long");
            }
            all.write(c);
        }
        String line =
                new String(
                        all.toByteArray(), start, all.size() - start, StandardCharsets.ISO_8859_1);
        all.write('\n');
        return line;
    }

    static Bytes base64(String text) throws IOException {
        try {
            return new Bytes(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new IOException("its header is not valid", e);
        }
    }

    /**
     * Compares the header's MAC.
     *
     * @throws FindingException where the header was altered
     */
    void verify(byte[] fileKey) {
        try {
            Mac hmac = Mac.getInstance("HmacSHA256");
            hmac.init(
                    new SecretKeySpec(
                            AgeCrypto.hkdf(fileKey, new byte[0], "header"), "HmacSHA256"));
            if (!MessageDigest.isEqual(hmac.doFinal(signed.value()), mac.value())) {
                throw new FindingException(AgeLayer.damaged("its header's MAC does not match"));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK brings HmacSHA256", e);
        }
    }
}
