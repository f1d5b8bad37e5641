package dev.muster.stores;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.muster.contract.MusterException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Reads an access key's id and secret in the forms in which people keep them. */
final class Credentials {
    private Credentials() {}

    /**
     * @param reference where the text was, for messages; the text itself is never repeated
     */
    static AwsCredentials parse(String text, String reference) {
        String trimmed = text.strip();
        if (trimmed.startsWith("{")) {
            return of(json(trimmed, reference), reference);
        }
        if (trimmed.contains("=") && trimmed.toLowerCase(Locale.ROOT).contains("access_key")) {
            return of(lines(trimmed), reference);
        }
        String[] parts = trimmed.split("[:\\s]+", -1);
        if (parts.length == 2 || parts.length == 3) {
            return make(parts[0], parts[1], parts.length == 3 ? parts[2] : null);
        }
        throw unreadable(reference);
    }

    private static AwsCredentials of(Map<String, String> fields, String reference) {
        String id = first(fields, "accesskeyid", "awsaccesskeyid", "accesskey", "keyid", "id");
        String secret =
                first(
                        fields,
                        "secretaccesskey",
                        "awssecretaccesskey",
                        "secretkey",
                        "applicationkey",
                        "secret");
        if (id == null || secret == null) {
            throw unreadable(reference);
        }
        return make(id, secret, first(fields, "sessiontoken", "awssessiontoken"));
    }

    private static AwsCredentials make(String id, String secret, @Nullable String token) {
        return token == null
                ? AwsBasicCredentials.create(id, secret)
                : AwsSessionCredentials.create(id, secret, token);
    }

    private static Map<String, String> json(String text, String reference) {
        Map<String, String> fields = new LinkedHashMap<>();
        try {
            JsonNode tree = new JsonMapper().readTree(text);
            tree.properties().forEach(e -> fields.put(plain(e.getKey()), e.getValue().asText()));
            return fields;
        } catch (JsonProcessingException _) {
            // The parser's message quotes the text, which is a secret.
            throw unreadable(reference);
        }
    }

    private static Map<String, String> lines(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        text.lines()
                .map(line -> line.strip().replaceFirst("^export\\s+", ""))
                .filter(line -> line.contains("=") && !line.startsWith("#"))
                .map(line -> line.split("=", 2))
                .forEach(pair ->
                        fields.putIfAbsent(
                                plain(pair[0]), pair[1].strip().replaceAll("^\"|\"$", "")));
        return fields;
    }

    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    }

    private static @Nullable String first(Map<String, String> fields, String... names) {
        for (String name : names) {
            String value = fields.get(name);
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return null;
    }

    private static MusterException unreadable(String reference) {
        return new MusterException(
                "CREDENTIALS_UNREADABLE",
                "\"" + reference + "\" holds no access key's id and secret",
                "store JSON with accessKeyId and secretAccessKey, the lines of an AWS credentials"
                        + " file, or ID:SECRET");
    }
}
