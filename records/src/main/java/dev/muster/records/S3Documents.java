package dev.muster.records;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Reads the plan file, which is no record, from S3 at a version of it. */
public final class S3Documents {
    private static final String UNVERSIONED = "null";

    private S3Documents() {}

    /**
     * A document, and the version of it that was read.
     *
     * @param versionId null where the bucket keeps no versions
     */
    public record Document(Versioned content, @Nullable String versionId) {}

    /**
     * Reads a document; nothing where there is none.
     *
     * @param location as {@code s3://BUCKET/KEY}
     * @param versionId of the version to read, or null for the newest
     * @throws dev.muster.contract.MusterException RECORDS_PLACE, PLAN_FILE_UNREADABLE, or
     *     PLAN_FILE_UNREACHABLE where S3 may answer a while later
     */
    public static Optional<Document> read(String location, @Nullable String versionId) {
        S3Place place = S3Place.parse(location);
        String key = place.prefix().replaceAll("/$", "");
        try (S3Client client = S3Clients.make()) {
            ResponseBytes<GetObjectResponse> object =
                    client.getObjectAsBytes(
                            r -> r.bucket(place.bucket()).key(key).versionId(versionId));
            String read = object.response().versionId();
            return Optional.of(
                    new Document(
                            new Versioned(object.asByteArrayUnsafe(), object.response().eTag()),
                            UNVERSIONED.equals(read) ? null : read));
        } catch (NoSuchKeyException _) {
            return Optional.empty();
        } catch (SdkException e) {
            String code =
                    S3Failures.isPassing(e) ? "PLAN_FILE_UNREACHABLE" : "PLAN_FILE_UNREADABLE";
            throw S3Failures.of(code, "read", location, e);
        }
    }
}
