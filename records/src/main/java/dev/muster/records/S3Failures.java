package dev.muster.records;

import dev.muster.contract.MusterException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says what a request for a record that failed means, and what to do. */
final class S3Failures {
    private S3Failures() {}

    static MusterException of(String what, String location, SdkException e) {
        return of("RECORDS_FAILED", what, location, e);
    }

    /** Of what is no record. */
    static MusterException of(String code, String what, String location, SdkException e) {
        return new MusterException(
                code, "cannot %s \"%s\": %s".formatted(what, location, reason(e)), hint(e), e);
    }

    /** Whether the same request may be answered a while later. */
    static boolean isPassing(SdkException e) {
        return e instanceof AwsServiceException answer
                ? answer.isThrottlingException() || answer.statusCode() >= 500
                : !String.valueOf(e.getMessage()).startsWith("Unable to load");
    }

    /** S3's own word for it, empty where the answer was none of S3. */
    static String code(SdkException e) {
        return Optional.of(e)
                .filter(AwsServiceException.class::isInstance)
                .map(x -> ((AwsServiceException) x).awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .filter(code -> code.matches("[A-Za-z0-9.]{1,60}"))
                .orElse("");
    }

    private static String reason(SdkException e) {
        if (e instanceof AwsServiceException answer) {
            return "S3 answered " + answer.statusCode() + " " + code(e);
        }
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return message.startsWith("Unable to load credentials")
                ? "this process has no AWS credentials"
                : message;
    }

    private static String hint(SdkException e) {
        return switch (code(e)) {
            case "NoSuchBucket" -> "check the bucket's name and the region";
            case "AccessDenied" ->
                    "allow s3:GetObject, s3:PutObject and s3:ListBucket there for this role; without"
                            + " s3:ListBucket, what is missing looks forbidden";
            case "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken" ->
                    "renew this process's AWS credentials";
            case "PermanentRedirect", "AuthorizationHeaderMalformed" ->
                    "set AWS_REGION to the bucket's region";
            case "NotImplemented" ->
                    "keep records in a store that knows conditional writes, as AWS S3 does";
            default -> "check the network and this process's AWS credentials, then try again";
        };
    }
}
