package dev.muster.records;

import java.time.Duration;
import java.util.stream.Stream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Makes the client for records, from this process's own AWS settings. It uses the JDK's own HTTP
 * client: records are small, and in a function every millisecond of the start counts.
 */
final class S3Clients {
    private S3Clients() {}

    static S3Client make() {
        S3ClientBuilder builder =
                S3Client.builder()
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(Duration.ofSeconds(5))
                                        .socketTimeout(Duration.ofSeconds(20)))
                        // Every document is sent with its SHA-256, which all stores understand.
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        // An endpoint of one's own has no name for each bucket.
                        .forcePathStyle(hasEndpointOfItsOwn());
        try {
            builder.region(DefaultAwsRegionProviderChain.builder().build().getRegion());
        } catch (SdkClientException _) {
            builder.region(Region.US_EAST_1).crossRegionAccessEnabled(!hasEndpointOfItsOwn());
        }
        return builder.build();
    }

    private static boolean hasEndpointOfItsOwn() {
        return Stream.concat(
                        Stream.of("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3").map(System::getenv),
                        Stream.of("aws.endpointUrl", "aws.endpointUrlS3").map(System::getProperty))
                .anyMatch(url -> url != null && !url.isBlank());
    }
}
