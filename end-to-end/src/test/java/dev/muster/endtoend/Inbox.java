package dev.muster.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A queue that is subscribed to the topic of the alerts, as a user's would be. */
final class Inbox implements AutoCloseable {
    private final SqsClient sqs;
    private final SnsClient sns;
    private final String queue;

    /**
     * One alert as SNS put it into the queue.
     *
     * @param result the whole result, for a drill
     */
    record Alert(String subject, JsonNode attributes, JsonNode result) {
        String attribute(String name) {
            return attributes.path(name).path("Value").asText();
        }
    }

    Inbox(Cloud cloud, String topic) {
        sqs = cloud.client(SqsClient.builder());
        sns = cloud.client(SnsClient.builder());
        queue = sqs.createQueue(r -> r.queueName("inbox")).queueUrl();
        String arn =
                sqs.getQueueAttributes(
                                r -> r.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
                        .attributes()
                        .get(QueueAttributeName.QUEUE_ARN);
        sns.subscribe(r -> r.topicArn(topic).protocol("sqs").endpoint(arn));
    }

    /** What came since the last time. */
    List<Alert> take() throws IOException {
        JsonMapper json = new JsonMapper();
        List<Alert> alerts = new ArrayList<>();
        while (true) {
            List<Message> messages =
                    sqs.receiveMessage(r -> r.queueUrl(queue).maxNumberOfMessages(10)).messages();
            if (messages.isEmpty()) {
                return alerts;
            }
            for (Message message : messages) {
                JsonNode notification = json.readTree(message.body());
                alerts.add(
                        new Alert(
                                notification.path("Subject").asText(),
                                notification.path("MessageAttributes"),
                                json.readTree(notification.path("Message").asText())));
                sqs.deleteMessage(r -> r.queueUrl(queue).receiptHandle(message.receiptHandle()));
            }
        }
    }

    @Override
    public void close() {
        sqs.close();
        sns.close();
    }
}
