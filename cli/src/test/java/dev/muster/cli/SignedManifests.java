package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.ContractJson;
import dev.muster.contract.result.DrillResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Takes and uses manifests by the command line, with a key of its own. */
final class SignedManifests {
    private final Path directory;
    private final Path secret;
    private final Path open;

    SignedManifests(Path directory) throws GeneralSecurityException, IOException {
        this.directory = directory;
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        secret = pem("manifest.key", "PRIVATE KEY", pair.getPrivate());
        open = pem("manifest.pub", "PUBLIC KEY", pair.getPublic());
    }

    private Path pem(String name, String label, Key key) throws IOException {
        String text = Base64.getMimeEncoder().encodeToString(key.getEncoded());
        return Files.writeString(
                directory.resolve(name),
                "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, text, label));
    }

    /** The arguments that say where the manifest goes and who signs it. */
    List<String> options(Path manifest) {
        return List.of("--out", manifest.toString(), "--sign-with", "file:" + secret);
    }

    /** Runs {@code muster manifest} with more arguments. */
    Session take(Path manifest, List<String> more) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("manifest"));
        all.addAll(options(manifest));
        all.addAll(more);
        return Launched.run(List.of(), all);
    }

    /** The arguments that name the key by which a drill verifies. */
    List<String> trust() {
        return List.of("--manifest-key", "file:" + open);
    }

    /** Drills one file with a manifest. */
    DrillResult drill(Path file, String... more) throws IOException {
        Path json = directory.resolve("result.json");
        Files.deleteIfExists(json);
        List<String> all = new ArrayList<>(List.of("drill", "--file", file.toString()));
        all.addAll(List.of("--json", json.toString()));
        all.addAll(trust());
        all.addAll(List.of(more));
        Session session = Session.muster(all.toArray(String[]::new));
        assertThat(json).as(session.out() + session.err()).exists();
        DrillResult result = ContractJson.readResult(Files.readString(json));
        assertThat(session.exitCode()).isEqualTo(result.verdict().exitCode());
        return result;
    }
}
