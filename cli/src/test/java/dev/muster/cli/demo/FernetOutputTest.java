package dev.muster.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FernetOutputTest {
    private static final Instant AT = Instant.parse("2026-03-01T02:00:00Z");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 100_000})
    void tokenHasTheFormOfTheSpecification(int size) throws Exception {
        FernetKey key = FernetKey.random();
        byte[] text = new byte[size];
        Arrays.fill(text, (byte) 7);

        byte[] token = Base64.getUrlDecoder().decode(encrypt(key, text));

        assertThat(token[0]).isEqualTo((byte) 0x80);
        assertThat(ByteBuffer.wrap(token).getLong(1)).isEqualTo(AT.getEpochSecond());
        int end = token.length - 32;
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.signing(), "HmacSHA256"));
        mac.update(token, 0, end);
        assertThat(mac.doFinal()).isEqualTo(Arrays.copyOfRange(token, end, token.length));
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(key.encrypting(), "AES"),
                new IvParameterSpec(token, 9, 16));
        assertThat(cipher.doFinal(token, 25, end - 25)).isEqualTo(text);
    }

    @Test
    void theSameTextIsNeverEncryptedTheSame() throws IOException {
        FernetKey key = FernetKey.random();
        assertThat(encrypt(key, "text".getBytes(UTF_8)))
                .isNotEqualTo(encrypt(key, "text".getBytes(UTF_8)));
    }

    @Test
    void keyFileIsForItsOwnerAlone(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("key");
        FernetKey.random().writeTo(file);
        FernetKey.random().writeTo(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Base64.getUrlDecoder().decode(Files.readString(file).strip())).hasSize(32);
    }

    private static byte[] encrypt(FernetKey key, byte[] text) throws IOException {
        ByteArrayOutputStream token = new ByteArrayOutputStream();
        try (OutputStream out = new FernetOutput(token, key, AT)) {
            out.write(text, 0, text.length / 2);
            out.write(text, text.length / 2, text.length - text.length / 2);
        }
        return token.toByteArray();
    }
}
