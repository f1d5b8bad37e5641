package dev.muster.stores;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.muster.contract.MusterException;
import dev.muster.contract.plan.SecretRef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Reads secrets from AWS Secrets Manager and from the parameter store of Systems Manager, over one
 * connection to each for as long as it lives.
 */
final class AwsSecrets {
    private final Map<String, SecretsManagerClient> secretsManagers = new ConcurrentHashMap<>();
    private final Map<String, SsmClient> parameterStores = new ConcurrentHashMap<>();

    byte[] fromSecretsManager(SecretRef reference) {
        int hash = reference.name().indexOf('#');
        String id = hash < 0 ? reference.name() : reference.name().substring(0, hash);
        try {
            SecretsManagerClient client =
                    secretsManagers.computeIfAbsent(
                            region(id), region -> in(region, SecretsManagerClient.builder()));
            GetSecretValueResponse answer = client.getSecretValue(r -> r.secretId(id));
            String text = answer.secretString();
            if (text == null) {
                return answer.secretBinary().asByteArray();
            }
            String value = hash < 0 ? text : field(text, reference, hash);
            return value.getBytes(StandardCharsets.UTF_8);
        } catch (SdkException e) {
            throw failure(reference, e);
        }
    }

    byte[] fromParameterStore(SecretRef reference) {
        try {
            SsmClient client =
                    parameterStores.computeIfAbsent(
                            region(reference.name()), region -> in(region, SsmClient.builder()));
            return client.getParameter(r -> r.name(reference.name()).withDecryption(true))
                    .parameter()
                    .value()
                    .getBytes(StandardCharsets.UTF_8);
        } catch (SdkException e) {
            throw failure(reference, e);
        }
    }

    private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C in(
            String region, B builder) {
        if (!region.isEmpty()) {
            builder.region(Region.of(region));
        }
        return builder.httpClientBuilder(
                        Apache5HttpClient.builder()
                                .connectionTimeout(Duration.ofSeconds(10))
                                .socketTimeout(Duration.ofSeconds(20)))
                .build();
    }

    /** An ARN names its region; a bare name is looked for where this machine is. */
    private static String region(String id) {
        return Arn.tryFromString(id).flatMap(Arn::region).orElse("");
    }

    private static String field(String text, SecretRef reference, int hash) {
        JsonNode value = null;
        try {
            value = new JsonMapper().readTree(text).get(reference.name().substring(hash + 1));
        } catch (JsonProcessingException _) {
            // The parser's message quotes the text, which is a secret.
        }
        if (value == null || !value.isValueNode() || value.isNull()) {
            throw Secrets.unreadable(reference, "it is no JSON that has this field", null);
        }
        return value.asText();
    }

    private static MusterException failure(SecretRef reference, SdkException e) {
        if (!(e instanceof AwsServiceException answer)) {
            return String.valueOf(e.getMessage()).startsWith("Unable to load")
                    ? Secrets.unreadable(
                            reference, "this process has no AWS credentials, or no region", e)
                    : unreachable(reference, "AWS cannot be reached", e);
        }
        String code = code(answer.awsErrorDetails());
        if (answer.isThrottlingException() || answer.statusCode() >= 500) {
            return unreachable(reference, "AWS answered " + answer.statusCode() + " " + code, e);
        }
        String why =
                switch (code) {
                    case "ResourceNotFoundException", "ParameterNotFound" -> "there is none";
                    case "AccessDeniedException" -> "access is denied";
                    default -> "AWS answered " + answer.statusCode() + " " + code;
                };
        return Secrets.unreadable(reference, why, e);
    }

    private static MusterException unreachable(SecretRef reference, String why, SdkException e) {
        return new MusterException(
                "SECRET_UNREACHABLE",
                "cannot read the secret \"" + reference + "\" now: " + why,
                "try again later; if it stays, look at the network's way to AWS",
                e);
    }

    private static String code(@Nullable AwsErrorDetails details) {
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }
}
