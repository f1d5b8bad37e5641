package dev.muster.restore.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.FindingCode;
import dev.muster.restore.fetch.key.Keys;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTest {
    @TempDir Path work;

    private FetchOutcome fetch(byte[] content) {
        return Samples.fetch(work, Keys.none(), content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--\n-- PostgreSQL database dump\n--\n",
                "\\restrict AbC\n\nSET statement_timeout = 0;\n",
                "\\connect shop\n",
                "set search_path = public;\n",
                "INSERT INTO t\n  VALUES (1);\n",
                "COPY public.t (a) FROM stdin;\n1\n\\.\n",
                "/* made by hand */\nCREATE TABLE t ();\n",
                "\n\n  BEGIN;\nDELETE FROM t;\n",
                "pg_dump: warning: circular foreign keys\n--\n-- PostgreSQL database dump\n",
            })
    void sqlOfEveryKindPasses(String sql) {
        byte[] content = sql.getBytes(StandardCharsets.UTF_8);
        assertThat(Samples.payload(fetch(content))).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1", "UTF-16LE", "UTF-16BE", "Shift_JIS", "IBM850"})
    void sqlInEveryEncodingPasses(String encoding) {
        byte[] content =
                "-- Zürich, 東京\nCREATE TABLE \"straße\" (id int);\n"
                        .getBytes(Charset.forName(encoding));
        assertThat(Samples.payload(fetch(content))).isEqualTo(content);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    NOT_A_BACKUP          | web page                | <!DOCTYPE html><html><body>502
                    NOT_A_BACKUP          | error page (NoSuchKey)  | <?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>
                    NOT_A_BACKUP          | JSON                    | {"error": "access denied", "code": 403}
                    NOT_A_BACKUP          | MySQL                   | -- MySQL dump 10.13 Distrib 8.0.36
                    NOT_A_BACKUP          | MySQL                   | /*!40101 SET NAMES utf8 */;
                    NOT_A_BACKUP          | SQLite                  | SQLite format 3\0x
                    NOT_A_BACKUP          | text that holds no SQL  | the quick brown fox jumps over the lazy dog
                    NOT_A_BACKUP          | by COPY in binary       | PGCOPY\\n\u00ff\\r\\n\0x
                    DUMP_HOLDS_ERROR_TEXT | error message           | pg_dump: error: connection to server failed
                    DUMP_HOLDS_ERROR_TEXT | error message           | bash: line 1: pg_dump: command not found
                    LAYER_UNSUPPORTED     | Ansible vault           | $ANSIBLE_VAULT;1.1;AES256
                    LAYER_UNSUPPORTED     | a file of sops          | {"data": "ENC[AES256_GCM]", "sops": {}}
                    LAYER_UNSUPPORTED     | rclone's crypt          | RCLONE\0\0abcdefgh
                    LAYER_UNSUPPORTED     | hexadecimal text        | 5047444d50010e0004080101010000000038000000001100000000090000000017000000000a000000007e000000000000000000060000006f7264657273001e00000031
                    LAYER_UNSUPPORTED     | hexadecimal text        | 00000000: 5047 444d 5001 0e00 0408 0101 0100 0000  PGDMP...........
                    LAYER_UNSUPPORTED     | 7z file                 | 7z\u00bc\u00af'\u001cx
                    """)
    void whatIsNoDumpIsNamed(FindingCode code, String words, String content) {
        byte[] bytes =
                content.replace("\\0", "\0")
                        .replace("\\n", "\n")
                        .replace("\\r", "\r")
                        .getBytes(StandardCharsets.ISO_8859_1);
        FetchOutcome outcome = fetch(bytes);
        assertThat(Samples.failure(outcome)).isEqualTo(code);
        assertThat(outcome.findings().getFirst().message()).contains(words);
    }

    @Test
    void whatMailAndCmsWrapIsNamed() {
        String signature = "\u0006\t*\u0086H\u0086\u00f7\r\u0001";
        Map<String, String> wrapped =
                Map.of(
                        "begin 644 shop.dump\nM4$=$35`!#@`$\"`$!`0`;\n",
                        "uuencoded text",
                        """
                        Content-Type: application/sql; name="x"
                        Content-Transfer-Encoding: quoted-printable

                        SELECT 1;=20
                        """,
                        "a mail with a file in it",
                        "0\u0082\u0004\u00d2" + signature + "\u0007\u0003",
                        "a CMS envelope",
                        "0\u0080" + signature + "\u0007\u0003",
                        "a CMS envelope",
                        "0\u0083\u0001\u0002\u0003"
                                + signature.replace("\u0006\t", "\u0006\u000b")
                                + "\t\u0010\u0001\u0017",
                        "a CMS envelope");
        wrapped.forEach((content, name) -> {
            FetchOutcome outcome = fetch(content.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(Samples.failure(outcome)).isEqualTo(FindingCode.LAYER_UNSUPPORTED);
            assertThat(outcome.findings().getFirst().message()).contains(name);
        });
    }

    @Test
    void zerosNoiseAndNothingAreNoBackup() {
        byte[] noise = new byte[100_000];
        assertThat(Samples.failure(fetch(noise))).isEqualTo(FindingCode.NOT_A_BACKUP);
        new Random(5).nextBytes(noise);
        assertThat(Samples.failure(fetch(noise))).isEqualTo(FindingCode.NOT_A_BACKUP);
        assertThat(Samples.failure(fetch(new byte[0]))).isEqualTo(FindingCode.BACKUP_EMPTY);
    }

    @Test
    void damagedMagicOfAnArchiveIsCorruption() {
        byte[] archive = {'P', 'G', 'D', 'N', 'P', 1, 14, 0, 4, 8, 1, 0, 0, 0, 0};
        assertThat(Samples.failure(fetch(archive))).isEqualTo(FindingCode.ARCHIVE_CORRUPT);
    }

    @Test
    void laterPartOfASplitBackupIsNamed() {
        byte[] noise = new byte[10_000];
        new Random(6).nextBytes(noise);
        TestStore store = new TestStore("memory://r2").with("shop.dump.part-02", noise);
        assertThat(
                        Samples.failure(
                                Samples.fetch(work, Keys.none(), store.copy("shop.dump.part-02"))))
                .isEqualTo(FindingCode.SPLIT_PART);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop.dump.part-02",
                "shop.dump.part1",
                "shop.dump.ab",
                "shop.gz.002",
                "d/xab",
                "shop.zip.z01",
                "shop-2of3"
            })
    void namesOfPartsAreKnown(String key) {
        assertThat(SplitName.isPart(key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"shop.tar", "shop.dump", "shop-20261123.sql.gz", "shop.bak", "spart.1", "a"})
    void namesOfWholeBackupsAreNoParts(String key) {
        assertThat(SplitName.isPart(key)).isFalse();
    }

    @Test
    void base64OfEitherAlphabetIsUnwrapped() {
        byte[] sql = Samples.sql(5_000);
        for (String text :
                new String[] {
                    java.util.Base64.getMimeEncoder().encodeToString(Samples.gzip(sql)),
                    java.util.Base64.getEncoder().encodeToString(sql),
                    java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(sql),
                }) {
            FetchOutcome outcome = fetch(text.getBytes(StandardCharsets.US_ASCII));
            assertThat(Samples.payload(outcome)).isEqualTo(sql);
            assertThat(Samples.fetched(outcome).layers()).startsWith("base64");
        }
    }
}
