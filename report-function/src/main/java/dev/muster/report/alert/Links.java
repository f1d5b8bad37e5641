package dev.muster.report.alert;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Pages of the AWS console that a person opens next. */
public final class Links {
    private final String console;
    private final String region;

    /** For example {@code eu-central-1}; China and GovCloud have consoles of their own. */
    public Links(String region) {
        this.region = region;
        this.console =
                region.startsWith("cn-")
                        ? "console.amazonaws.cn"
                        : region.startsWith("us-gov-")
                                ? "console.amazonaws-us-gov.com"
                                : "console.aws.amazon.com";
    }

    /** The object's page, or nothing where the place is not in S3. */
    public Optional<String> object(String location) {
        if (!location.startsWith("s3://")) {
            return Optional.empty();
        }
        String rest = location.substring("s3://".length());
        int slash = rest.indexOf('/');
        if (slash <= 0) {
            return Optional.empty();
        }
        return Optional.of(
                "https://%s.%s/s3/object/%s?region=%s&prefix=%s"
                        .formatted(
                                region,
                                console,
                                rest.substring(0, slash),
                                region,
                                encoded(rest.substring(slash + 1))));
    }

    /** The task's page with its log; {@code cluster} by name or ARN. */
    public String task(String cluster, String taskArn) {
        return "https://%s.%s/ecs/v2/clusters/%s/tasks/%s/logs?region=%s"
                .formatted(region, console, lastPart(cluster), lastPart(taskArn), region);
    }

    private static String lastPart(String arn) {
        return encoded(arn.substring(arn.lastIndexOf('/') + 1));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
