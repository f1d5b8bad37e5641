package dev.muster.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.MusterException;
import dev.muster.manifest.ManifestFile.Trust;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestFileTest {
    private final KeyPair pair = newPair();
    private final Manifest manifest = sample();

    private static KeyPair newPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Manifest sample() {
        Source source =
                new Source(
                        "shop",
                        "7000000000000000001",
                        "17.6",
                        17,
                        "UTF8",
                        "0/1934B48",
                        Instant.parse("2026-01-02T03:04:05Z"),
                        Instant.parse("2026-01-02T03:05:05Z"),
                        Map.of("hstore", "1.8"),
                        Map.of("lc_monetary", "de_DE.UTF-8", "collate", "C"));
        TableContent table =
                new TableContent(
                        "public",
                        "kürbis \"x\"",
                        new QualifiedName("public", "root"),
                        TableContent.Kind.TABLE,
                        List.of("id", "name"),
                        12L,
                        "00112233445566778899aabbccddeeff",
                        new Division(Division.Kind.RANGE, List.of("id"), -100, 50, 4),
                        List.of(new RangeContent(-1, 2, "0011"), new RangeContent(3, 10, "ffee")),
                        null,
                        null);
        return new Manifest(
                Manifest.SCHEMA_VERSION,
                "test",
                Manifest.Taken.SNAPSHOT,
                Manifest.HASH,
                "probe",
                source,
                new Dump("ab".repeat(32), 4711, "shop.dump", true),
                List.of(table),
                List.of(
                        new SequenceContent(
                                "public",
                                "s",
                                new SequenceContent.State(1, false),
                                new SequenceContent.State(7, true),
                                null)),
                new LargeObjectContent(0, null, List.of(), null, null),
                List.of(
                        new Definition("table", "public.t", "cafe", null),
                        new Definition("view", "public.v", "cafe", "bead")),
                new Rights(
                        List.of(
                                new Holding(
                                        "shop", Map.of("", "SELECT"), List.of("table public.t")),
                                new Holding(null, Map.of("a,b", "USAGE*"), List.of("default"))),
                        List.of(),
                        Map.of("table public.t", "00ff"),
                        new Rights.LargeObjectRights(2, "17", "0")));
    }

    private byte[] signed() {
        return ManifestFile.sign(manifest, pem("PRIVATE KEY", pair.getPrivate().getEncoded()), "k");
    }

    private static byte[] pem(String label, byte[] der) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(label, Base64.getMimeEncoder().encodeToString(der))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private List<PublicKey> keys() {
        return List.of(
                ManifestFile.publicKey(pem("PUBLIC KEY", pair.getPublic().getEncoded()), "p"));
    }

    @Test
    void whatWasSignedIsReadAndTrusted() throws Exception {
        ManifestFile file = ManifestFile.read(signed());
        assertThat(file.manifest()).isEqualTo(manifest);
        assertThat(file.verify(keys())).isInstanceOf(Trust.Signed.class);
    }

    @Test
    void anotherLayoutOfTheSameDocumentIsTrusted() throws Exception {
        String text = new String(signed(), StandardCharsets.UTF_8);
        String dense = dev.muster.contract.ContractJson.mapper().readTree(text).toString();
        assertThat(dense).isNotEqualTo(text);
        assertThat(ManifestFile.read(dense.getBytes(StandardCharsets.UTF_8)).verify(keys()))
                .isInstanceOf(Trust.Signed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"rows\" : 12>\"rows\" : 13",
                "\"shop\">\"shop2\"",
                "cafe>caff",
                "4711>4712",
                "\"SNAPSHOT\">\"AFTER\"",
                "[ 3, 10,>[ 2, 10,",
            })
    void anyChangeIsRefused(String change) throws Exception {
        String[] halves = change.split(">", 2);
        String text = new String(signed(), StandardCharsets.UTF_8);
        String changed = text.replace(halves[0], halves[1]);
        assertThat(changed).isNotEqualTo(text);
        assertThat(ManifestFile.read(changed.getBytes(StandardCharsets.UTF_8)).verify(keys()))
                .isEqualTo(new Trust.Refused("it was changed after it was signed"));
    }

    @Test
    void addedMembersAreRefused() throws Exception {
        String text =
                new String(signed(), StandardCharsets.UTF_8).replaceFirst("\\{", "{ \"more\": 1,");
        assertThat(ManifestFile.read(text.getBytes(StandardCharsets.UTF_8)).verify(keys()))
                .isInstanceOf(Trust.Refused.class);
    }

    @Test
    void aMemberThatStandsTwiceIsUnreadable() {
        String text =
                new String(signed(), StandardCharsets.UTF_8)
                        .replaceFirst("\\{", "{ \"schemaVersion\": 1,");
        assertThatThrownBy(() -> ManifestFile.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ManifestFile.Unreadable.class);
    }

    @Test
    void anotherKeyIsNamedAsSuch() throws Exception {
        PublicKey other = newPair().getPublic();
        assertThat(ManifestFile.read(signed()).verify(List.of(other)))
                .isInstanceOfSatisfying(
                        Trust.Refused.class,
                        refused -> assertThat(refused.why()).contains("another key"));
    }

    @Test
    void oneOfSeveralKeysIsEnough() throws Exception {
        assertThat(
                        ManifestFile.read(signed())
                                .verify(List.of(newPair().getPublic(), keys().getFirst())))
                .isInstanceOf(Trust.Signed.class);
    }

    @Test
    void withoutAKeyNothingIsVerified() throws Exception {
        assertThat(ManifestFile.read(signed()).verify(List.of())).isEqualTo(new Trust.Unverified());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"schemaVersion\":2}",
                "{\"schemaVersion\":1}",
                "{\"schemaVersion\":1,\"hash\":\"other\"}",
            })
    void whatIsNoManifestIsUnreadable(String text) {
        assertThatThrownBy(() -> ManifestFile.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ManifestFile.Unreadable.class);
    }

    @Test
    void keysOfAnotherKindAreRefusedByName() {
        byte[] publicPem = pem("PUBLIC KEY", pair.getPublic().getEncoded());
        byte[] privatePem = pem("PRIVATE KEY", pair.getPrivate().getEncoded());
        assertThatThrownBy(() -> ManifestFile.check(publicPem, "file:x"))
                .isInstanceOf(MusterException.class)
                .hasMessageContaining("file:x");
        assertThatThrownBy(() -> ManifestFile.publicKey(privatePem, "file:y"))
                .isInstanceOf(MusterException.class)
                .hasMessageContaining("private key");
        assertThatThrownBy(() -> ManifestFile.check("secret".getBytes(StandardCharsets.UTF_8), "z"))
                .isInstanceOf(MusterException.class)
                .hasMessageNotContaining("secret");
    }
}
