package dev.muster.stores;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.muster.contract.MusterException;
import dev.muster.contract.plan.SecretRef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Reads secrets from AWS Secrets Manager and from the parameter store of Systems Manager. */
final class AwsSecrets {
    private AwsSecrets() {}

    static byte[] fromSecretsManager(SecretRef reference) {
        int hash = reference.name().indexOf('#');
        String id = hash < 0 ? reference.name() : reference.name().substring(0, hash);
        var builder = SecretsManagerClient.builder().httpClientBuilder(http());
        try (SecretsManagerClient client = inRegionOf(builder, id).build()) {
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

    static byte[] fromParameterStore(SecretRef reference) {
        var builder = SsmClient.builder().httpClientBuilder(http());
        try (SsmClient client = inRegionOf(builder, reference.name()).build()) {
            return client.getParameter(r -> r.name(reference.name()).withDecryption(true))
                    .parameter()
                    .value()
                    .getBytes(StandardCharsets.UTF_8);
        } catch (SdkException e) {
            throw failure(reference, e);
        }
    }

    private static Apache5HttpClient.Builder http() {
        return Apache5HttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(10))
                .socketTimeout(Duration.ofSeconds(20));
    }

    /** An ARN names its region; a bare name is looked for where this machine is. */
    private static <B extends AwsClientBuilder<B, ?>> B inRegionOf(B builder, String id) {
        Arn.tryFromString(id)
                .flatMap(Arn::region)
                .filter(region -> !region.isEmpty())
                .ifPresent(region -> builder.region(Region.of(region)));
        return builder;
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
            return Secrets.unreadable(
                    reference, "AWS cannot be reached, or no credentials were found", e);
        }
        String code = code(answer.awsErrorDetails());
        String why =
                switch (code) {
                    case "ResourceNotFoundException", "ParameterNotFound" -> "there is none";
                    case "AccessDeniedException" -> "access is denied";
                    default -> "AWS answered " + answer.statusCode() + " " + code;
                };
        return Secrets.unreadable(reference, why, e);
    }

    private static String code(@Nullable AwsErrorDetails details) {
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }
}
