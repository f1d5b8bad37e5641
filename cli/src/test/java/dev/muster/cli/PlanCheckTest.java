package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanCheckTest {
    private static final String DUMP =
            "--\n-- PostgreSQL database dump\n--\n\nCREATE TABLE t (id integer);\n";

    @TempDir private Path directory;

    @BeforeEach
    void makeAStore() throws Exception {
        Path store = Files.createDirectories(directory.resolve("store"));
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 7);
        byte[] other = new byte[32];
        Files.writeString(directory.resolve("key"), Base64.getUrlEncoder().encodeToString(key));
        Files.writeString(directory.resolve("other"), Base64.getUrlEncoder().encodeToString(other));
        Files.writeString(directory.resolve("empty"), "");
        Files.write(store.resolve("shop.sql.gz.enc"), fernet(gzip(DUMP), key));
        Files.createDirectories(directory.resolve("nothing"));
        Path strange = Files.createDirectories(directory.resolve("strange"));
        Files.writeString(
                strange.resolve("page.dump"), "<html><body>502 Bad Gateway</body></html>");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] fernet(byte[] plain, byte[] key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        byte[] iv = new byte[16];
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(key, 16, 16, "AES"),
                new IvParameterSpec(iv));
        ByteArrayOutputStream token = new ByteArrayOutputStream();
        token.write(0x80);
        token.writeBytes(ByteBuffer.allocate(8).putLong(1_700_000_000).array());
        token.writeBytes(iv);
        token.writeBytes(cipher.doFinal(plain));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, 0, 16, "HmacSHA256"));
        token.writeBytes(mac.doFinal(token.toByteArray()));
        return Base64.getUrlEncoder().encode(token.toByteArray());
    }

    private Session check(String plan, String... more) throws IOException {
        Path file = directory.resolve("muster.yaml");
        Files.writeString(
                file, "plans: { shop: { " + plan.replace("DIR", directory.toString()) + " } }");
        String[] args = {"plan", "check", "--config", file.toString()};
        String[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return Session.muster(all);
    }

    @Test
    void aPlanWhoseKeyFitsItsNewestBackupIsFine() throws Exception {
        Session session =
                check("stores: [ { directory: DIR/store } ], decrypt: { fernet: \"file:key\" }");

        assertThat(session.out())
                .contains("ok       secret   file:" + directory.resolve("key") + " can be read")
                .contains("1 backups")
                .contains("the newest is shop.sql.gz.enc")
                .contains("under fernet, gzip")
                .contains("into a throwaway server")
                .doesNotContain(Files.readString(directory.resolve("key")));
        assertThat(session.out()).contains("1 plans, 0 errors");
        assertThat(session.exitCode()).isZero();
    }

    /** Every way in which a plan can fail to fit the world, and what is said of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stores: [ { directory: DIR/store } ], decrypt: { fernet: \"file:other\" } | KEY_WRONG",
                "stores: [ { directory: DIR/store } ]                                       | KEY_MISSING",
                "stores: [ { directory: DIR/store } ], decrypt: { fernet: \"file:none\" }  | SECRET_MISSING",
                "stores: [ { directory: DIR/store } ], decrypt: { fernet: \"file:empty\" } | SECRET_EMPTY",
                "stores: [ { directory: DIR/store } ], decrypt: { fernet: \"env:NO_SUCH\" } | SECRET_MISSING",
                "stores: [ { directory: DIR/store } ], decrypt: { cipher: rot13 }           | error    key",
                "stores: [ { directory: DIR/nothing } ]                                     | none of its 0 objects is a backup",
                "stores: [ { directory: DIR/missing } ]                                     | error    store",
                "stores: [ { directory: DIR/strange } ]                                     | NOT_A_BACKUP",
                "stores: [ { directory: DIR/store } ], backups: { pattern: \"x-{timestamp:yyyyMMdd}.dump\" }"
                        + " | \"shop.sql.gz.enc\" does not match backups.pattern",
                "stores: [ { directory: DIR/store } ], select: { mode: key, key: other.dump }"
                        + " | none of 1 backups could be picked",
                "stores: [ { s3: { bucket: backups, endpoint: \"http://127.0.0.1:1\", credentials: \"file:key\" } } ]"
                        + " | CREDENTIALS_UNREADABLE",
                "stores: [ { directory: DIR/store } ], decrypt: { fernet: \"file:key\" },"
                        + " restore: { into: { server: { host: 127.0.0.1, port: 1, user: u } } }"
                        + " | the server at 127.0.0.1:1 does not answer",
                "stores: [ { directory: DIR/store } ], decrypt: { fernet: \"file:key\" },"
                        + " restore: { into: { server: { host: /nowhere, user: u } } }"
                        + " | there is no server's socket",
            })
    void whatDoesNotFitIsSaid(String plan, String said) throws Exception {
        Session session = check(plan);

        assertThat(session.out()).contains(said).contains("error").contains("hint: ");
        assertThat(session.exitCode()).isEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stores: [ { directory: DIR/store } ], colour: red | PLAN_UNKNOWN_KEY",
                "stores: []                                        | there is no store",
                "stores: [                                         | PLAN_SYNTAX",
            })
    void aPlanThatCannotBeReadIsAnErrorOfItsLine(String plan, String said) throws Exception {
        Session session = check(plan);

        assertThat(session.err()).contains(said).contains("muster.yaml:1");
        assertThat(session.exitCode()).isEqualTo(64);
    }

    @Test
    void aStoreThatDoesNotAnswerIsSaid() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Files.writeString(directory.resolve("s3"), "id:secret");

        Session session =
                check(
                        "stores: [ { s3: { bucket: backups, endpoint: \"http://127.0.0.1:"
                                + port
                                + "\", credentials: \"file:s3\" } } ]");

        assertThat(session.out()).contains("no connection").doesNotContain("secret:");
        assertThat(session.exitCode()).isEqualTo(64);
    }

    @Test
    void forAwsItSaysWhatWillNotBeThere() throws Exception {
        Files.writeString(directory.resolve("s3"), "id:s3cr3t");

        Session session =
                check(
                        "stores: [ { directory: DIR/store },"
                                + " { s3: { bucket: backups, prefix: daily, endpoint: \"http://localhost:1\","
                                + " credentials: \"file:s3\" } } ], decrypt: { fernet: \"env:PATH\" }",
                        "--aws");

        assertThat(session.out())
                .contains("the directory " + directory.resolve("store") + " will not be there")
                .contains("the endpoint http://localhost:1 is this machine's own")
                .contains("file:" + directory.resolve("s3") + " will not be there")
                .contains("env:PATH is no variable of the trigger function and the task")
                .doesNotContain("s3cr3t");
        assertThat(session.exitCode()).isEqualTo(64);
    }

    @Test
    void anUnknownPlanNamesTheOnesThereAre() throws Exception {
        Session session = check("stores: [ { directory: DIR/store } ]", "shpo");

        assertThat(session.err()).contains("PLAN_UNKNOWN").contains("shop");
        assertThat(session.exitCode()).isEqualTo(64);
    }

    @Test
    void aCommandIsNeeded() {
        assertThat(Session.muster("plan").exitCode()).isEqualTo(64);
    }
}
