package dev.muster.restore.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.restore.fetch.key.Keys;
import dev.muster.restore.fetch.key.Secret;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.bcpg.AEADAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPBEKeyEncryptionMethodGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenPgpTest {
    private static final byte[] SQL = Samples.sql(20_000);
    private static final Keys PASSPHRASE = Samples.keys("swordfish\n");

    @TempDir Path work;
    private boolean agent;

    private byte[] gpg(byte[] input, String options) {
        agent = true;
        String command = "gpg --batch --yes -q --pinentry-mode loopback " + options;
        return Tool.run(work, input, command.split(" ", -1));
    }

    private byte[] symmetric(byte[] input, String options) {
        return gpg(input, "--passphrase swordfish " + options + " -c");
    }

    @AfterEach
    void stopTheAgentThatGpgStarted() {
        if (agent) {
            Tool.run(work, new byte[0], "gpgconf", "--kill", "all");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--armor",
                "--compress-algo none",
                "--compress-algo zlib",
                "--compress-algo bzip2",
                "--cipher-algo AES",
                "--cipher-algo 3DES",
                "--cipher-algo TWOFISH"
            })
    void passphraseOpensWhateverGpgWrites(String options) {
        FetchOutcome outcome =
                Samples.fetch(work, PASSPHRASE, symmetric(SQL, ("-z 6 " + options).strip()));
        assertThat(Samples.payload(outcome)).isEqualTo(SQL);
        assertThat(Samples.fetched(outcome).layers()).containsExactly("openpgp");
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void gzipInsideIsTheNextLayer() {
        byte[] file = symmetric(Samples.gzip(SQL), "-z 0");
        FetchOutcome outcome = Samples.fetch(work, PASSPHRASE, file);
        assertThat(Samples.payload(outcome)).isEqualTo(SQL);
        assertThat(Samples.fetched(outcome).layers()).containsExactly("openpgp", "gzip");
    }

    @Test
    void wrongAndMissingPassphraseAreTheEnvironments() {
        byte[] file = symmetric(SQL, "-z 0");
        assertThat(Samples.failure(Samples.fetch(work, Samples.keys("trout"), file)))
                .isEqualTo(FindingCode.KEY_WRONG);
        assertThat(Samples.failure(Samples.fetch(work, Keys.none(), file)))
                .isEqualTo(FindingCode.KEY_MISSING);
    }

    @Test
    void changedByteIsNeverReleased() {
        byte[] file = symmetric(SQL, "-z 0");
        file[file.length / 2] ^= 1;
        assertThat(Samples.failure(Samples.fetch(work, PASSPHRASE, file)))
                .isEqualTo(FindingCode.CIPHERTEXT_DAMAGED);
        assertThat(work.resolve("copy-1")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-z 0", "-z 6", "-z 0 --armor"})
    void missingEndIsTruncation(String options) {
        byte[] file = symmetric(SQL, options);
        for (int cut : new int[] {1, 100, file.length / 3}) {
            assertThat(
                            Samples.failure(
                                    Samples.fetch(
                                            work,
                                            PASSPHRASE,
                                            Arrays.copyOf(file, file.length - cut - 30))))
                    .isEqualTo(FindingCode.CIPHERTEXT_TRUNCATED);
        }
    }

    @Test
    void secretKeyOpensWithItsPassphraseOnly() {
        byte[] none = new byte[0];
        gpg(none, "--passphrase keypass --quick-gen-key locked@example.org future-default");
        byte[] secretKey =
                gpg(none, "--passphrase keypass --armor --export-secret-keys locked@example.org");
        byte[] file = gpg(SQL, "--trust-model always -r locked@example.org -e");
        Secret key = new Secret("file:key.asc", secretKey);
        Secret passphrase = new Secret("env:PASS", "keypass\n".getBytes(StandardCharsets.UTF_8));
        assertThat(Samples.payload(Samples.fetch(work, Keys.of(key, passphrase), file)))
                .isEqualTo(SQL);
        FetchOutcome locked = Samples.fetch(work, Keys.of(key), file);
        assertThat(Samples.failure(locked)).isEqualTo(FindingCode.KEY_WRONG);
        assertThat(locked.findings().getFirst().message())
                .contains("a secret key with the ID 0x")
                .endsWith("file:key.asc holds that key locked with another passphrase");
        assertThat(Samples.failure(Samples.fetch(work, PASSPHRASE, file)))
                .isEqualTo(FindingCode.KEY_WRONG);
    }

    @Test
    void onlySignedOrPackedIsNotEncrypted() {
        FetchOutcome outcome = Samples.fetch(work, PASSPHRASE, gpg(SQL, "-z 6 --store"));
        assertThat(Samples.payload(outcome)).isEqualTo(SQL);
        assertThat(outcome.findings())
                .extracting(Finding::code)
                .contains(FindingCode.NOT_ENCRYPTED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void authenticatedEncryptionOfNewerGpgIsUnwrapped(boolean draft) throws Exception {
        byte[] file = authenticated(draft);
        assertThat(Samples.payload(Samples.fetch(work, PASSPHRASE, file))).isEqualTo(SQL);
        byte[] flipped = file.clone();
        flipped[file.length / 2] ^= 1;
        assertThat(Samples.failure(Samples.fetch(work, PASSPHRASE, flipped)))
                .isEqualTo(FindingCode.CIPHERTEXT_DAMAGED);
        assertThat(Samples.failure(Samples.fetch(work, Samples.keys("trout"), file)))
                .isEqualTo(FindingCode.KEY_WRONG);
    }

    /**
     * OCB as gpg 2.3 and later write it (a draft's packet 20), or as RFC 9580 has it (version 2 of
     * packet 18).
     */
    private static byte[] authenticated(boolean draft) throws Exception {
        BcPGPDataEncryptorBuilder encryptor =
                new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
                        .setSecureRandom(new SecureRandom())
                        .setWithIntegrityPacket(true);
        if (draft) {
            encryptor.setUseV5AEAD().setWithAEAD(AEADAlgorithmTags.OCB, 10);
        } else {
            encryptor.setUseV6AEAD().setWithAEAD(AEADAlgorithmTags.OCB, 10);
        }
        PGPEncryptedDataGenerator generator = new PGPEncryptedDataGenerator(encryptor);
        generator.addMethod(new BcPBEKeyEncryptionMethodGenerator("swordfish".toCharArray()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream encrypted = generator.open(out, new byte[1 << 14]);
                OutputStream literal =
                        new PGPLiteralDataGenerator()
                                .open(
                                        encrypted,
                                        PGPLiteralData.BINARY,
                                        "shop.sql",
                                        SQL.length,
                                        PGPLiteralData.NOW)) {
            literal.write(SQL);
        }
        return out.toByteArray();
    }
}
