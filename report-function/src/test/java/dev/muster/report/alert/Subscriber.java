package dev.muster.report.alert;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/** An SNS that keeps what is published, and refuses as often as it is told to. */
public final class Subscriber implements SnsClient {
    private final List<PublishRequest> published = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();

    @Override
    public PublishResponse publish(PublishRequest request) {
        if (refusals.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            throw SdkClientException.create("no connection");
        }
        published.add(request);
        return PublishResponse.builder().messageId("m-" + published.size()).build();
    }

    /** The next so many alerts are refused. */
    public void refuse(int times) {
        refusals.set(times);
    }

    public List<String> subjects() {
        return published.stream().map(PublishRequest::subject).toList();
    }

    public List<String> messages() {
        return published.stream().map(PublishRequest::message).toList();
    }

    public Map<String, String> attributes(int index) {
        Map<String, String> attributes = new java.util.TreeMap<>();
        published
                .get(index)
                .messageAttributes()
                .forEach((name, value) -> attributes.put(name, value.stringValue()));
        return attributes;
    }

    @Override
    public String serviceName() {
        return "sns";
    }

    @Override
    public void close() {}
}
