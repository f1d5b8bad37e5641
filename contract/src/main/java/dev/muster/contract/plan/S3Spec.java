package dev.muster.contract.plan;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A bucket of AWS S3, Cloudflare R2, Backblaze B2, MinIO, or another store that speaks S3. */
@Variant(value = "s3", description = "a bucket of AWS S3 or of any store that speaks S3")
public record S3Spec(
        @Option(value = "the bucket's name", required = true) String bucket,
        @Option("the folder in the bucket that holds the backups; keys are relative to it")
                String prefix,
        @Option("the store's URL; left out for AWS itself") @Nullable URI endpoint,
        @Option(
                        "the region; left out, it is taken from the endpoint's name, the AWS"
                                + " environment, or the bucket")
                @Nullable String region,
        @Option(
                        "whether the bucket stands in the URL's path and not in its host name;"
                                + " left out, true where an endpoint is given outside AWS")
                @Nullable Boolean pathStyle,
        @Option(
                        "an access key's id and secret: JSON with accessKeyId and secretAccessKey,"
                                + " the two lines of an AWS credentials file, or ID:SECRET; left out,"
                                + " the AWS default chain")
                @Nullable SecretRef credentials)
        implements StoreSpec {

    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,254}");
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");

    public S3Spec(
            String bucket,
            @Nullable String prefix,
            @Nullable URI endpoint,
            @Nullable String region,
            @Nullable Boolean pathStyle,
            @Nullable SecretRef credentials) {
        if (!BUCKET.matcher(bucket).matches()) {
            throw new InvalidOption(
                    "bucket",
                    "\"" + bucket + "\" is no bucket's name",
                    bucket.contains("/")
                            ? "give the bucket alone here, and the folder as prefix"
                            : "a bucket's name has letters, digits, dots and hyphens");
        }
        if (endpoint != null) {
            refuseOddEndpoint(endpoint);
        }
        if (region != null && !REGION.matcher(region).matches()) {
            throw new InvalidOption(
                    "region", "\"" + region + "\" is no region's name", "as in eu-central-1");
        }
        this.bucket = bucket;
        this.prefix = folder(prefix == null ? "" : prefix);
        this.endpoint = endpoint;
        this.region = region;
        this.pathStyle = pathStyle;
        this.credentials = credentials;
    }

    private static void refuseOddEndpoint(URI endpoint) {
        if (endpoint.getRawUserInfo() != null || endpoint.getRawQuery() != null) {
            throw new InvalidOption(
                    "endpoint",
                    "an endpoint carries no credentials and no query",
                    "name the access key under credentials");
        }
        boolean web = "https".equals(endpoint.getScheme()) || "http".equals(endpoint.getScheme());
        if (!web || endpoint.getHost() == null) {
            throw new InvalidOption(
                    "endpoint",
                    "\"" + endpoint + "\" is no URL of a store",
                    "as in https://s3.us-west-004.backblazeb2.com");
        }
        String path = endpoint.getRawPath();
        if (path != null && !path.isEmpty() && !path.equals("/")) {
            throw new InvalidOption(
                    "endpoint",
                    "\"" + endpoint + "\" has a path",
                    "give the host alone here, and the bucket as bucket");
        }
    }

    private static String folder(String prefix) {
        String inner = prefix.startsWith("/") ? prefix.substring(1) : prefix;
        return inner.isEmpty() || inner.endsWith("/") ? inner : inner + "/";
    }

    @Override
    public String label() {
        String url = "s3://" + bucket + "/" + prefix;
        return endpoint == null ? url : url + " at " + endpoint.getRawAuthority();
    }
}
