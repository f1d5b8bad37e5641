package dev.muster.stores;

import dev.muster.contract.plan.S3Spec;
import dev.muster.stores.StoreException.Kind;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket, or a folder of one, of AWS S3 or of any store that speaks S3. */
public final class S3Store implements BackupStore {
    private final S3Spec spec;
    private final S3Client client;
    private final Transfer transfer;
    private final S3Failures failures;

    public S3Store(S3Spec spec, Secrets secrets, Transfer transfer) {
        this.spec = spec;
        this.client = S3Clients.make(spec, secrets, transfer);
        this.transfer = transfer;
        this.failures =
                new S3Failures(
                        spec.label(),
                        S3Clients.knownRegion(spec).orElse("the one of this machine"));
    }

    @Override
    public String name() {
        return spec.label();
    }

    @Override
    public void list(Consumer<StoredObject> consumer) throws StoreException {
        list("", consumer);
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> consumer) throws StoreException {
        String token = null;
        do {
            String from = token;
            ListObjectsV2Response page = Attempts.of(transfer, () -> page(prefix, from));
            for (S3Object object : page.contents()) {
                hand(object, consumer);
            }
            boolean more = Boolean.TRUE.equals(page.isTruncated());
            token = more ? page.nextContinuationToken() : null;
            if (more && (token == null || token.equals(from))) {
                throw new StoreException(
                        Kind.FAILED, name() + ": its listing has no next page", null);
            }
        } while (token != null);
    }

    private void hand(S3Object object, Consumer<StoredObject> consumer) throws StoreException {
        if (!object.key().startsWith(spec.prefix())) {
            throw noStore("its listing");
        }
        String key = object.key().substring(spec.prefix().length());
        // A key that ends in a slash is what consoles make to show an empty folder.
        if (!key.isEmpty() && !key.endsWith("/")) {
            consumer.accept(object(key, object.size(), object.lastModified(), object.eTag()));
        }
    }

    @Override
    public StoredObject stat(String key) throws StoreException {
        return Attempts.of(
                transfer,
                () -> {
                    try {
                        HeadObjectResponse head =
                                client.headObject(
                                        r -> r.bucket(spec.bucket()).key(spec.prefix() + key));
                        if (head.lastModified() == null) {
                            throw noStore("\"" + key + "\"");
                        }
                        return object(key, head.contentLength(), head.lastModified(), head.eTag());
                    } catch (SdkException e) {
                        throw failures.of(e, "\"" + key + "\"");
                    }
                });
    }

    @Override
    public CopyStream open(StoredObject object) {
        S3Ranges ranges =
                new S3Ranges(client, spec.bucket(), spec.prefix() + object.key(), object, failures);
        return new RangedStream(ranges, transfer, object.size());
    }

    @Override
    public Optional<String> sha256(StoredObject object) {
        // Of an object that was put in parts, whose ETag has a hyphen, it is one of its parts'
        // digests and not of its bytes.
        if (object.etag() == null || object.etag().contains("-")) {
            return Optional.empty();
        }
        HeadObjectRequest request =
                HeadObjectRequest.builder()
                        .bucket(spec.bucket())
                        .key(spec.prefix() + object.key())
                        .checksumMode(ChecksumMode.ENABLED)
                        .build();
        try {
            String base64 = client.headObject(request).checksumSHA256();
            return Optional.ofNullable(base64)
                    .filter(text -> text.length() == 44)
                    .map(text -> HexFormat.of().formatHex(Base64.getDecoder().decode(text)));
        } catch (SdkException | IllegalArgumentException _) {
            // Not every store knows of checksums, and the object itself is still to be read.
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private ListObjectsV2Response page(String prefix, @Nullable String token)
            throws StoreException {
        try {
            ListObjectsV2Request request =
                    ListObjectsV2Request.builder()
                            .bucket(spec.bucket())
                            .prefix(spec.prefix() + prefix)
                            .continuationToken(token)
                            .build();
            ListObjectsV2Response page = client.listObjectsV2(request);
            // A page of a proxy or a hotel's network reads like a listing of nothing.
            if (page.name() == null && page.isTruncated() == null) {
                throw noStore("its listing");
            }
            return page;
        } catch (SdkException e) {
            throw failures.of(e, "its listing");
        }
    }

    private StoreException noStore(String what) {
        return new StoreException(
                Kind.FAILED, name() + ": " + what + ": what answered is no S3 store", null);
    }

    private static StoredObject object(
            String key, @Nullable Long size, @Nullable Instant modified, @Nullable String etag) {
        return new StoredObject(
                key,
                size == null ? 0 : size,
                modified == null ? Instant.EPOCH : modified,
                etag == null ? null : etag.replace("\"", ""));
    }
}
