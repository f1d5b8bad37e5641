package dev.muster.report;

import java.time.Duration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * The function's clients of AWS. They share the JDK's own HTTP client, which starts fastest;
 * regions, credentials and endpoints are what the SDK finds in the environment.
 */
final class Clients {
    private final SdkHttpClient http =
            UrlConnectionHttpClient.builder()
                    .connectionTimeout(Duration.ofSeconds(5))
                    .socketTimeout(Duration.ofSeconds(20))
                    .build();

    SnsClient sns() {
        return SnsClient.builder().httpClient(http).build();
    }

    EcsClient ecs() {
        return EcsClient.builder().httpClient(http).build();
    }

    LambdaClient lambda() {
        return LambdaClient.builder().httpClient(http).build();
    }
}
