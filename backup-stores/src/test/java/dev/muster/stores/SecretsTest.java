package dev.muster.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.MusterException;
import dev.muster.contract.plan.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

class SecretsTest {
    @TempDir Path directory = Path.of("unset");
    private final List<String> warnings = new ArrayList<>();
    private final Secrets secrets = new Secrets(Map.of("KEY", "k3y", "BLANK", " "), warnings::add);

    private SecretRef file(String content, String mode) throws IOException {
        Path file = Files.writeString(directory.resolve("key"), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return SecretRef.parse("file:" + file);
    }

    private void refused(SecretRef reference, String code) {
        assertThatThrownBy(() -> secrets.text(reference))
                .isInstanceOfSatisfying(
                        MusterException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aVariableIsRead() {
        assertThat(secrets.text(SecretRef.parse("env:KEY"))).isEqualTo("k3y");
    }

    @Test
    void theLineEndOfAFileIsNoPartOfTheSecret() throws IOException {
        assertThat(secrets.text(file("a b \n", "rw-------"))).isEqualTo("a b ");
        assertThat(secrets.text(file("a\r\n", "rw-------"))).isEqualTo("a");
        assertThat(secrets.text(file("a\n\n", "rw-------"))).isEqualTo("a\n");
        assertThat(secrets.bytes(file("a\n", "rw-------"))).containsExactly('a', '\n');
        assertThat(warnings).isEmpty();
    }

    @Test
    void aFileThatEveryoneCanReadIsWarnedOf() throws IOException {
        secrets.text(file("a", "rw-r--r--"));
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("every user")
                .doesNotContain("\"a\"");
    }

    @Test
    void whatIsMissingOrUselessIsNamed() throws IOException {
        refused(SecretRef.parse("env:NONE"), "SECRET_MISSING");
        refused(SecretRef.parse("env:BLANK"), "SECRET_EMPTY");
        refused(SecretRef.parse("file:" + directory.resolve("none")), "SECRET_MISSING");
        refused(SecretRef.parse("file:" + directory), "SECRET_UNREADABLE");
        refused(file("\n", "rw-------"), "SECRET_EMPTY");
        Files.write(directory.resolve("binary"), new byte[] {(byte) 0xFF, 0x41});
        refused(SecretRef.parse("file:" + directory.resolve("binary")), "SECRET_NOT_TEXT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"accessKeyId\":\"AKIA1\",\"secretAccessKey\":\"s/+=\"}",
                "{\"aws_access_key_id\":\"AKIA1\",\"aws_secret_access_key\":\"s/+=\"}",
                "[default]\naws_access_key_id = AKIA1\naws_secret_access_key = s/+=\n",
                "export AWS_ACCESS_KEY_ID=AKIA1\nexport AWS_SECRET_ACCESS_KEY=\"s/+=\"\n",
                "AKIA1:s/+=",
                "AKIA1\ns/+=\n",
            })
    void anAccessKeyIsReadInEveryUsualForm(String text) {
        AwsCredentials credentials = Credentials.parse(text, "env:X");
        assertThat(credentials.accessKeyId()).isEqualTo("AKIA1");
        assertThat(credentials.secretAccessKey()).isEqualTo("s/+=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "{\"user\":\"hunter2\"}", "{hunter2", "a:b:c:hunter2"})
    void whatIsNoAccessKeyIsRefusedAndNotRepeated(String text) {
        assertThatThrownBy(() -> Credentials.parse(text, "env:X"))
                .isInstanceOf(MusterException.class)
                .hasMessageContaining("\"env:X\"")
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }
}
