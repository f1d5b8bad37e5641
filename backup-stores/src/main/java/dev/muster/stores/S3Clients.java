package dev.muster.stores;

import dev.muster.contract.plan.S3Spec;
import dev.muster.contract.plan.SecretRef;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Makes the client for a bucket, with what AWS and the stores that speak S3 do not share. */
final class S3Clients {
    /**
     * Regions as AWS, B2, Wasabi and others name them: us-west-004, eu-central-1, us-gov-east-1.
     */
    private static final Pattern REGION_LABEL = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d{1,3}");

    /** Stores whose hosts are called s3.REGION.DOMAIN, and whose regions have names of any kind. */
    private static final Pattern REGION_SECOND =
            Pattern.compile(
                    "s3\\.([a-z0-9-]+)\\..*(?:scw\\.cloud|ovh\\.net|ovh\\.us|ionoscloud\\.com)");

    private S3Clients() {}

    static S3Client make(S3Spec spec, Secrets secrets, Transfer transfer) {
        boolean abroad = spec.endpoint() != null && !isAws(spec.endpoint().getHost());
        boolean pathStyle = spec.pathStyle() != null ? spec.pathStyle() : abroad;
        Duration answer = transfer.silence().multipliedBy(3);
        S3ClientBuilder builder =
                S3Client.builder()
                        .credentialsProvider(credentials(spec, secrets))
                        .forcePathStyle(pathStyle)
                        // R2 and B2 refuse the checksums that the SDK adds by default.
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .httpClientBuilder(
                                Apache5HttpClient.builder()
                                        .connectionTimeout(transfer.connect())
                                        .socketTimeout(transfer.silence())
                                        .maxConnections(4 * transfer.inFlight() + 4))
                        .overrideConfiguration(o ->
                                o.apiCallAttemptTimeout(answer)
                                        // Attempts does it, for whole requests and parts
                                        // of them alike.
                                        .retryStrategy(
                                                StandardRetryStrategy.builder()
                                                        .maxAttempts(1)
                                                        .build()));
        if (spec.endpoint() != null) {
            builder.endpointOverride(spec.endpoint());
        }
        Optional<String> known = knownRegion(spec);
        return builder.region(Region.of(known.orElseGet(S3Clients::regionOfMachine)))
                .crossRegionAccessEnabled(known.isEmpty() && spec.endpoint() == null)
                .build();
    }

    /** What the plan, or the endpoint's name, says of the region. */
    static Optional<String> knownRegion(S3Spec spec) {
        if (spec.region() != null) {
            return Optional.of(spec.region());
        }
        if (spec.endpoint() == null) {
            return Optional.empty();
        }
        String host = spec.endpoint().getHost().toLowerCase(Locale.ROOT);
        if (host.endsWith(".r2.cloudflarestorage.com")) {
            return Optional.of("auto");
        }
        Matcher second = REGION_SECOND.matcher(host);
        if (second.matches()) {
            return Optional.of(second.group(1));
        }
        return Optional.of(
                Arrays.stream(host.split("\\.", -1))
                        .filter(label -> REGION_LABEL.matcher(label).matches())
                        .findFirst()
                        .orElse("us-east-1"));
    }

    private static String regionOfMachine() {
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
        } catch (SdkClientException _) {
            return "us-east-1";
        }
    }

    private static AwsCredentialsProvider credentials(S3Spec spec, Secrets secrets) {
        SecretRef reference = spec.credentials();
        return reference == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(
                        Credentials.parse(secrets.text(reference), reference.toString()));
    }

    private static boolean isAws(String host) {
        return host.endsWith(".amazonaws.com") || host.endsWith(".amazonaws.com.cn");
    }
}
