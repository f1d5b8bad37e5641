package dev.muster.servers;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings by which this process's AWS clients find AWS; closing brings back what was there.
 */
public final class AwsSettings implements AutoCloseable {
    private final Map<String, @Nullable String> before = new HashMap<>();

    private AwsSettings() {}

    static AwsSettings set(URI endpoint, String region, String id, String secret) {
        return new AwsSettings()
                .and("aws.endpointUrl", endpoint.toString())
                .and("aws.region", region)
                .and("aws.accessKeyId", id)
                .and("aws.secretAccessKey", secret)
                .and("aws.disableEc2Metadata", "true");
    }

    /** An AWS that nobody answers for. */
    public static AwsSettings ofNobody() throws IOException {
        URI nobody = URI.create("http://127.0.0.1:" + ServerProcess.freePort());
        return set(nobody, "eu-central-1", "nobody", "nobody");
    }

    /** One more setting, for example {@code aws.endpointUrlLambda}. */
    public AwsSettings and(String name, String value) {
        before.putIfAbsent(name, System.getProperty(name));
        System.setProperty(name, value);
        return this;
    }

    @Override
    public void close() {
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }
}
