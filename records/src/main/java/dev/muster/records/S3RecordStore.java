package dev.muster.records;

import dev.muster.contract.MusterException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Keeps records in a bucket of S3. That a name is free, or a document unchanged, S3 itself decides
 * ({@code If-None-Match}, {@code If-Match}), so that several writers need no lock.
 */
public final class S3RecordStore implements RecordStore {
    private static final int MOST_CONFLICTS = 20;

    private final S3Place place;
    private final S3Client client;

    S3RecordStore(S3Place place) {
        this(place, S3Clients.make());
    }

    S3RecordStore(S3Place place, S3Client client) {
        this.place = place;
        this.client = client;
    }

    @Override
    public Optional<Versioned> readVersioned(String name) {
        try {
            GetObjectRequest request =
                    GetObjectRequest.builder().bucket(place.bucket()).key(key(name)).build();
            Loaded loaded = client.getObject(request, S3RecordStore::load);
            if (loaded.content().isEmpty()) {
                throw RecordStore.tooLarge(location(name), loaded.bytes());
            }
            return loaded.content();
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw failed("read", name, e);
        }
    }

    /** A document, unless it is too large. */
    private record Loaded(long bytes, Optional<Versioned> content) {}

    /** A function has little memory, and one document may not end it for all the others. */
    private static Loaded load(GetObjectResponse response, AbortableInputStream content)
            throws Exception {
        long bytes = response.contentLength();
        if (bytes > MOST_BYTES) {
            content.abort();
            return new Loaded(bytes, Optional.empty());
        }
        byte[] document =
                ResponseTransformer.<GetObjectResponse>toBytes()
                        .transform(response, content)
                        .asByteArrayUnsafe();
        return new Loaded(bytes, Optional.of(new Versioned(document, response.eTag())));
    }

    @Override
    public boolean create(String name, byte[] document) {
        return put("create", name, document, r -> r.ifNoneMatch("*"));
    }

    @Override
    public void replace(String name, byte[] document) {
        put("write", name, document, r -> {});
    }

    @Override
    public boolean replaceIf(String name, byte[] document, String version) {
        return put("write", name, document, r -> r.ifMatch(version));
    }

    private boolean put(
            String what, String name, byte[] document, Consumer<PutObjectRequest.Builder> onlyIf) {
        PutObjectRequest request =
                PutObjectRequest.builder()
                        .bucket(place.bucket())
                        .key(key(name))
                        .contentType(contentType(name))
                        // A bucket under Object Lock takes nothing without a checksum.
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                        .checksumSHA256(base64(Digest.sha256(document)))
                        .applyMutation(onlyIf)
                        .build();
        for (int conflicts = 0; ; conflicts++) {
            try {
                client.putObject(request, RequestBody.fromBytes(document));
                return true;
            } catch (S3Exception e) {
                switch (e.statusCode()) {
                    case 412 -> {
                        return isOursAfterAll(e, name, document);
                    }
                    case 404 -> {
                        if (request.ifMatch() != null && !isMissingBucket(e)) {
                            return false;
                        }
                        throw failed(what, name, e);
                    }
                    case 409 -> {
                        // Two writers at the same time: S3 lets neither win, and asks both again.
                        if (conflicts >= MOST_CONFLICTS) {
                            throw failed(what, name, e);
                        }
                        pause(conflicts);
                    }
                    default -> throw failed(what, name, e);
                }
            } catch (SdkException e) {
                throw failed(what, name, e);
            }
        }
    }

    /** A first attempt may have arrived though its answer was lost; the second then finds it. */
    private boolean isOursAfterAll(S3Exception e, String name, byte[] document) {
        return e.numAttempts() > 1
                && read(name).filter(there -> Arrays.equals(there, document)).isPresent();
    }

    private static boolean isMissingBucket(S3Exception e) {
        return "NoSuchBucket".equals(S3Failures.code(e));
    }

    @Override
    public boolean delete(String name) {
        try {
            client.deleteObject(r -> r.bucket(place.bucket()).key(key(name)));
            return true;
        } catch (NoSuchKeyException e) {
            return false;
        } catch (SdkException e) {
            throw failed("delete", name, e);
        }
    }

    @Override
    public List<String> list(String folder) {
        String prefix = place.prefix() + (folder.isEmpty() ? "" : folder + "/");
        List<String> names = new ArrayList<>();
        try {
            String token = null;
            do {
                String from = token;
                ListObjectsV2Response page =
                        client.listObjectsV2(r ->
                                r.bucket(place.bucket()).prefix(prefix).continuationToken(from));
                page.contents().stream().map(S3Object::key).map(this::name).forEach(names::add);
                token =
                        Boolean.TRUE.equals(page.isTruncated())
                                ? page.nextContinuationToken()
                                : null;
            } while (token != null);
        } catch (SdkException e) {
            throw failed("list", folder, e);
        }
        // What ends in a slash is what consoles make to show an empty folder.
        names.removeIf(name -> name.isEmpty() || name.endsWith("/"));
        Collections.sort(names);
        return names;
    }

    @Override
    public String location(String name) {
        return place.with(name);
    }

    private String key(String name) {
        if (name.isEmpty() || name.startsWith("/") || ("/" + name + "/").contains("/../")) {
            throw new IllegalArgumentException("not a name of a record's document: " + name);
        }
        return place.prefix() + name;
    }

    private String name(String key) {
        return key.substring(place.prefix().length());
    }

    /** So that a browser shows a report and does not download it. */
    private static String contentType(String name) {
        return name.endsWith(".html")
                ? "text/html; charset=utf-8"
                : name.endsWith(".json") ? "application/json" : "application/octet-stream";
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    private void pause(int conflicts) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(10, 10 + 20L * (conflicts + 1)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MusterException(
                    "RECORDS_FAILED", "waiting for \"%s\" was interrupted".formatted(place), null);
        }
    }

    private MusterException failed(String what, String name, SdkException e) {
        return S3Failures.of(what, place.with(name), e);
    }
}
