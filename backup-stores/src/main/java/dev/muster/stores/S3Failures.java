package dev.muster.stores;

import dev.muster.stores.StoreException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says what a failed request to one store means. Its words hold no URL, header or credential. */
final class S3Failures {
    private static final Pattern EXPECTED_REGION = Pattern.compile("expecting '([a-z0-9-]{2,40})'");

    private final String store;
    private final String region;

    S3Failures(String store, String region) {
        this.store = store;
        this.region = region;
    }

    /**
     * @param what was asked for, for example {@code object "a.dump"}
     */
    StoreException of(SdkException e, String what) {
        return e instanceof AwsServiceException answer
                ? answered(answer, what)
                : unanswered(e, what);
    }

    private StoreException answered(AwsServiceException e, String what) {
        int status = e.statusCode();
        String code = code(e);
        String said = status + (code.isEmpty() ? "" : " " + code);
        Kind kind =
                switch (code) {
                    case "ExpiredToken", "InvalidToken", "TokenRefreshRequired" -> Kind.DENIED;
                    default -> kind(status);
                };
        String bucketRegion = bucketRegion(e);
        if (bucketRegion != null && !bucketRegion.equals(region) && status < 500) {
            return new StoreException(
                    Kind.REFUSED,
                    "%s: the bucket lies in region %s, not in %s: write region: %s in the plan (%s)"
                            .formatted(store, bucketRegion, region, bucketRegion, said),
                    e);
        }
        String meaning =
                switch (code) {
                    case "NoSuchBucket" -> "there is no such bucket";
                    case "InvalidAccessKeyId" -> "the access key's id is not known there";
                    case "SignatureDoesNotMatch" -> "the secret does not belong to the access key";
                    case "ExpiredToken", "TokenRefreshRequired" -> "the credentials have expired";
                    case "RequestTimeTooSkewed" -> "this machine's clock is wrong";
                    case "InvalidObjectState" ->
                            "it is archived in a storage class that must be restored before reading";
                    default ->
                            switch (kind) {
                                case MISSING -> "there is none";
                                case DENIED -> "access is denied";
                                case CHANGED -> "it is not the object that was listed";
                                default -> "the store failed";
                            };
                };
        // A missing thaw is not a missing permission: other credentials would not help.
        Kind told = code.equals("InvalidObjectState") ? Kind.REFUSED : kind;
        return new StoreException(
                told, store + ": " + what + ": " + meaning + " (" + said + ")", e);
    }

    private static Kind kind(int status) {
        return switch (status) {
            case 404, 410 -> Kind.MISSING;
            case 401, 403 -> Kind.DENIED;
            case 412, 416 -> Kind.CHANGED;
            case 408 -> Kind.TIMED_OUT;
            default -> Kind.FAILED;
        };
    }

    private static String code(AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        String code = details == null ? null : details.errorCode();
        // A code is one word; anything else is a proxy's page and says nothing.
        return code == null || !code.matches("[A-Za-z0-9.]{1,60}") || code.matches("\\d+")
                ? ""
                : code;
    }

    /** AWS names the right region in a header, others in the text of their refusal. */
    private static @Nullable String bucketRegion(AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        if (details == null) {
            return null;
        }
        Matcher expected = EXPECTED_REGION.matcher(String.valueOf(details.errorMessage()));
        if (expected.find()) {
            return expected.group(1);
        }
        return details.sdkHttpResponse() == null
                ? null
                : details.sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region").orElse(null);
    }

    private StoreException unanswered(SdkException e, String what) {
        Throwable root = e;
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof ApiCallTimeoutException
                    || t instanceof ApiCallAttemptTimeoutException) {
                return timedOut(what, e);
            }
            if (t instanceof AbortedException || t instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                return new StoreException(Kind.CUT, store + ": " + what + ": interrupted", e);
            }
            root = t;
        }
        if (root instanceof IOException io) {
            return lost(io, what);
        }
        String message = String.valueOf(e.getMessage());
        if (message.startsWith("Unable to load credentials")) {
            return new StoreException(
                    Kind.DENIED,
                    store
                            + ": the plan names no credentials, and neither the environment nor"
                            + " this machine's AWS configuration has any",
                    e);
        }
        return new StoreException(
                Kind.FAILED, store + ": " + what + ": the store's answer makes no sense", e);
    }

    /** What an exception of the connection means. */
    StoreException lost(IOException e, String what) {
        String at = store + ": " + what + ": ";
        return switch (e) {
            case UnknownHostException _ ->
                    new StoreException(Kind.UNREACHABLE, at + "the host's name is not known", e);
            case ConnectException _, NoRouteToHostException _ ->
                    new StoreException(Kind.UNREACHABLE, at + "no connection: " + words(e), e);
            case SSLException _ ->
                    new StoreException(Kind.UNREACHABLE, at + "TLS failed: " + words(e), e);
            case SocketTimeoutException _ ->
                    isConnect(e)
                            ? new StoreException(Kind.UNREACHABLE, at + "no connection in time", e)
                            : timedOut(what, e);
            case SocketException _ ->
                    new StoreException(Kind.CUT, at + "the connection was cut: " + words(e), e);
            default -> new StoreException(Kind.CUT, at + "the connection was cut", e);
        };
    }

    private StoreException timedOut(String what, Exception e) {
        return new StoreException(
                Kind.TIMED_OUT, store + ": " + what + ": no answer within the time limit", e);
    }

    private static boolean isConnect(IOException e) {
        return e.getClass().getSimpleName().contains("Connect")
                || words(e).toLowerCase(Locale.ROOT).contains("connect timed out");
    }

    private static String words(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
