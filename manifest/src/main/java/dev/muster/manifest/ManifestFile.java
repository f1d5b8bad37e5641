package dev.muster.manifest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.contract.ContractJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A manifest as a file: JSON whose member {@code signature} signs all the others in their canonical
 * form (RFC 8785) by Ed25519.
 */
public final class ManifestFile {
    /** More is no manifest. */
    public static final int LARGEST = 64 << 20;

    private static final String ALGORITHM = "Ed25519";
    private static final String SIGNATURE = "signature";

    private final ObjectNode document;
    private final Manifest manifest;

    private ManifestFile(ObjectNode document, Manifest manifest) {
        this.document = document;
        this.manifest = manifest;
    }

    /** Why a file cannot be read as a manifest. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String why) {
            super(why);
        }

        /** In half a sentence. */
        public String why() {
            return "" + getMessage();
        }
    }

    /** What a signature is worth. */
    public sealed interface Trust {
        /** Signed with one of the keys. */
        record Signed(String keyId) implements Trust {}

        /** There is no key to verify it with. */
        record Unverified() implements Trust {}

        /** Not to be trusted. */
        record Refused(String why) implements Trust {}
    }

    /**
     * The signed file.
     *
     * @param key an Ed25519 private key, PEM or DER
     * @param name what to call the key in an error
     * @throws dev.muster.contract.MusterException MANIFEST_KEY_INVALID
     */
    public static byte[] sign(Manifest manifest, byte[] key, String name) {
        PrivateKey secret = ManifestKey.privateKey(key, name);
        ObjectNode document = ContractJson.mapper().valueToTree(manifest);
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(CanonicalJson.of(document));
            document.putObject(SIGNATURE)
                    .put("algorithm", ALGORITHM)
                    .put("keyId", ManifestKey.id(ManifestKey.publicOf(secret)))
                    .put("value", Base64.getEncoder().encodeToString(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a manifest cannot be signed", e);
        }
        return (document.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Refuses a key that could not sign, before anything else is begun.
     *
     * @throws dev.muster.contract.MusterException MANIFEST_KEY_INVALID
     */
    public static void check(byte[] key, String name) {
        ManifestKey.publicOf(ManifestKey.privateKey(key, name));
    }

    /**
     * Reads what {@link #sign} made, and does not yet trust it.
     *
     * @throws Unreadable where it is none, or one of a newer version
     */
    public static ManifestFile read(byte[] bytes) throws Unreadable {
        JsonMapper mapper = ContractJson.mapper();
        // Two members of one name would let a reader see another document than was signed.
        ObjectReader strict =
                mapper.reader()
                        .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                        .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        try {
            JsonNode document = strict.readTree(bytes);
            if (!(document instanceof ObjectNode object)) {
                throw new Unreadable("it is no JSON object");
            }
            JsonNode version = object.path("schemaVersion");
            if (!version.isInt()) {
                throw new Unreadable("it has no schemaVersion");
            }
            if (version.intValue() != Manifest.SCHEMA_VERSION) {
                throw new Unreadable(
                        "it has version %d, and this Muster reads version %d"
                                .formatted(version.intValue(), Manifest.SCHEMA_VERSION));
            }
            Manifest manifest = mapper.treeToValue(object, Manifest.class);
            if (!Manifest.HASH.equals(manifest.hash())) {
                throw new Unreadable("it holds hashes of a kind that this Muster does not know");
            }
            return new ManifestFile(object, manifest);
        } catch (JsonProcessingException e) {
            throw new Unreadable("it is no manifest: " + where(e));
        } catch (IOException | RuntimeException e) {
            throw new Unreadable("it is no manifest");
        }
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? "its JSON is not valid"
                : "its JSON is not valid at line " + e.getLocation().getLineNr();
    }

    /** What it says, whoever wrote it. */
    public Manifest manifest() {
        return manifest;
    }

    /** Whom it is signed by, in the words of the file itself; null where it does not say. */
    public @Nullable String keyId() {
        JsonNode id = document.path(SIGNATURE).path("keyId");
        return id.isTextual() ? id.textValue() : null;
    }

    /**
     * Verifies the signature.
     *
     * @param keys public keys, each with what to call it in an error; any may have signed
     * @throws dev.muster.contract.MusterException MANIFEST_KEY_INVALID
     */
    public Trust verify(List<PublicKey> keys) {
        if (keys.isEmpty()) {
            return new Trust.Unverified();
        }
        JsonNode value = document.path(SIGNATURE).path("value");
        if (!value.isTextual()) {
            return new Trust.Refused("it is not signed");
        }
        byte[] signed;
        byte[] content;
        try {
            signed = Base64.getDecoder().decode(value.textValue());
            ObjectNode without = document.deepCopy();
            without.remove(SIGNATURE);
            content = CanonicalJson.of(without);
        } catch (IllegalArgumentException e) {
            return new Trust.Refused("its signature is none");
        }
        for (PublicKey key : keys) {
            if (verifies(key, content, signed)) {
                return new Trust.Signed(ManifestKey.id(key));
            }
        }
        boolean named = keys.stream().anyMatch(key -> ManifestKey.id(key).equals(keyId()));
        return new Trust.Refused(
                named
                        ? "it was changed after it was signed"
                        : "it was signed with another key (%s), expected %s"
                                .formatted(
                                        keyId() == null ? "unnamed" : safe("" + keyId()),
                                        String.join(
                                                " or ",
                                                keys.stream().map(ManifestKey::id).toList())));
    }

    private static String safe(String keyId) {
        return keyId.matches("[0-9a-f]{1,64}") ? keyId : "unnamed";
    }

    /**
     * Reads a public key.
     *
     * @param name what to call it in an error
     * @throws dev.muster.contract.MusterException MANIFEST_KEY_INVALID
     */
    public static PublicKey publicKey(byte[] key, String name) {
        return ManifestKey.publicKey(key, name);
    }

    private static boolean verifies(PublicKey key, byte[] content, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(content);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
