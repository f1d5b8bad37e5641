package dev.muster.stores;

import dev.muster.stores.StoreException.Kind;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Stretches of one object in a bucket, all of the version that was listed. */
final class S3Ranges implements RangeSource {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+|\\*)");

    private final S3Client client;
    private final String bucket;
    private final String fullKey;
    private final StoredObject listed;
    private final S3Failures failures;

    S3Ranges(
            S3Client client,
            String bucket,
            String fullKey,
            StoredObject listed,
            S3Failures failures) {
        this.client = client;
        this.bucket = bucket;
        this.fullKey = fullKey;
        this.listed = listed;
        this.failures = failures;
    }

    @Override
    public Body open(long from, long length) throws StoreException {
        GetObjectRequest request =
                GetObjectRequest.builder()
                        .bucket(bucket)
                        .key(fullKey)
                        .range("bytes=" + from + "-" + (from + length - 1))
                        .build();
        ResponseInputStream<GetObjectResponse> answer;
        try {
            answer = client.getObject(request);
        } catch (SdkException e) {
            throw failures.of(e, what());
        }
        try {
            refuseOther(answer.response(), from);
        } catch (StoreException e) {
            answer.abort();
            throw e;
        }
        return new Body() {
            @Override
            public int read(byte[] bytes, int offset, int wanted) throws IOException {
                try {
                    return answer.read(bytes, offset, wanted);
                } catch (SdkException e) {
                    throw failures.of(e, what());
                }
            }

            @Override
            public void abort() {
                answer.abort();
            }
        };
    }

    @Override
    public StoreException failure(IOException e) {
        return e instanceof StoreException known ? known : failures.lost(e, what());
    }

    /** Compared here and not by If-Match, which some stores that speak S3 do not know. */
    private void refuseOther(GetObjectResponse answer, long from) throws StoreException {
        String etag = answer.eTag();
        boolean other =
                listed.etag() != null
                        && etag != null
                        && !etag.replace("\"", "").equals(listed.etag());
        if (other) {
            throw new StoreException(
                    Kind.CHANGED, what() + " was replaced after it was listed", null);
        }
        String range = answer.contentRange();
        Matcher matcher = CONTENT_RANGE.matcher(range == null ? "" : range);
        if (!matcher.matches()) {
            Long whole = answer.contentLength();
            if (from == 0 && whole != null && whole == listed.size()) {
                return;
            }
            throw new StoreException(
                    Kind.FAILED, what() + ": the store does not answer with the range asked", null);
        }
        if (!matcher.group(3).equals("*") && Long.parseLong(matcher.group(3)) != listed.size()) {
            throw new StoreException(
                    Kind.CHANGED,
                    what()
                            + " had "
                            + listed.size()
                            + " bytes when it was listed and has "
                            + matcher.group(3)
                            + " bytes now",
                    null);
        }
        if (Long.parseLong(matcher.group(1)) != from) {
            throw new StoreException(
                    Kind.FAILED, what() + ": the store answers with another range", null);
        }
    }

    private String what() {
        return "\"" + listed.key() + "\"";
    }
}
