package dev.muster.records;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Reads single documents of S3 that are no records, such as the plan file, at a version. */
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
     * @throws dev.muster.contract.MusterException RECORDS_FAILED, RECORDS_PLACE
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
            throw S3Failures.of("read", location, e);
        }
    }
}
