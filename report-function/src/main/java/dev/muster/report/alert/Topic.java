package dev.muster.report.alert;

import dev.muster.contract.MusterException;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/** Publishes alerts to the SNS topic that people and programs subscribe to. */
public final class Topic {
    private final SnsClient sns;
    private final String arn;

    public Topic(SnsClient sns, String arn) {
        this.sns = sns;
        this.arn = arn;
    }

    /**
     * Publishes one message, of which SNS gives each subscriber the form that it wants.
     *
     * @return the message's id
     * @throws MusterException ALERT_FAILED where SNS does not take it; it is worth a retry
     */
    public String publish(Alert alert) {
        try {
            return sns.publish(p ->
                            p.topicArn(arn)
                                    .subject(alert.subject())
                                    .messageStructure("json")
                                    .message(Sized.message(alert))
                                    .messageAttributes(attributes(alert)))
                    .messageId();
        } catch (SdkException e) {
            throw new MusterException(
                    "ALERT_FAILED",
                    "the alert \"%s\" could not be published to \"%s\": %s"
                            .formatted(alert.id(), arn, reason(e)),
                    "let the function publish to this topic, and use its key where it is encrypted",
                    e);
        }
    }

    private static Map<String, MessageAttributeValue> attributes(Alert alert) {
        return alert.attributes().entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                a ->
                                        MessageAttributeValue.builder()
                                                .dataType("String")
                                                .stringValue(a.getValue())
                                                .build()));
    }

    private static String reason(SdkException e) {
        return e instanceof AwsServiceException answer && answer.awsErrorDetails() != null
                ? "SNS answered " + answer.statusCode() + " " + answer.awsErrorDetails().errorCode()
                : "SNS cannot be reached";
    }
}
