package dev.muster.trigger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.muster.contract.ContractJson;
import dev.muster.contract.MusterException;
import dev.muster.records.RecordStores;
import dev.muster.stores.Secrets;
import dev.muster.trigger.event.EventReader;
import dev.muster.trigger.event.TriggerEvent;
import dev.muster.trigger.task.Backoff;
import dev.muster.trigger.task.Tasks;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/** The Lambda function that starts drills: by a schedule, by hand, and as others end. */
public final class TriggerFunction implements RequestStreamHandler {
    private final Trigger trigger;

    /** As Lambda makes it, from the function's environment. */
    public TriggerFunction() {
        // Digits in texts are the same wherever this runs.
        Locale.setDefault(Locale.ROOT);
        this(System.getenv());
    }

    TriggerFunction(Map<String, String> environment) {
        FunctionSettings settings = FunctionSettings.of(environment);
        SdkHttpClient http =
                UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(Duration.ofSeconds(20))
                        .build();
        EcsClient ecs =
                EcsClient.builder()
                        .httpClient(http)
                        // Tasks asks again itself, within the function's time.
                        .overrideConfiguration(o ->
                                o.retryStrategy(
                                        StandardRetryStrategy.builder().maxAttempts(2).build()))
                        .build();
        trigger =
                new Trigger(
                        settings,
                        RecordStores.open(settings.records()),
                        RecordStores.open(settings.state()),
                        new Tasks(ecs, settings.task(), Backoff.USUAL),
                        reporting(settings, http),
                        new Secrets(environment, _ -> {}),
                        Clock.systemUTC());
    }

    private static Reporting reporting(FunctionSettings settings, SdkHttpClient http) {
        String function = settings.reportFunction();
        if (function == null) {
            return (_, _) -> {};
        }
        LambdaClient lambda = LambdaClient.builder().httpClient(http).build();
        return (plan, drillId) -> {
            try {
                lambda.invoke(r ->
                        r.functionName(function)
                                .invocationType(InvocationType.EVENT)
                                .payload(SdkBytes.fromUtf8String(report(plan, drillId))));
            } catch (SdkException e) {
                throw new MusterException(
                        "REPORT_FAILED",
                        "the report function cannot be told of drill \"%s\": %s"
                                .formatted(drillId, e.getMessage()),
                        "allow this function lambda:InvokeFunction on \"%s\"".formatted(function),
                        e);
            }
        };
    }

    private static String report(String plan, String drillId) {
        var event = ContractJson.mapper().createObjectNode();
        event.putObject("report").put("plan", plan).put("drillId", drillId);
        return event.toString();
    }

    /**
     * Answers one event with JSON.
     *
     * @throws MusterException which Lambda shows as an error, with its hint
     */
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        try {
            TriggerEvent event = EventReader.read(input.readAllBytes(), context.getAwsRequestId());
            Answer answer =
                    trigger.answer(
                            event,
                            context.getAwsRequestId(),
                            () -> Duration.ofMillis(context.getRemainingTimeInMillis()));
            byte[] json = ContractJson.mapper().writeValueAsBytes(answer);
            context.getLogger().log(ContractJson.mapper().readTree(json).toString() + "\n");
            output.write(json);
        } catch (MusterException e) {
            throw new MusterException(
                    e.code(),
                    "%s [%s]%s"
                            .formatted(
                                    e.getMessage(),
                                    e.code(),
                                    e.hint() == null ? "" : "\nhint: " + e.hint()),
                    e.hint(),
                    e.getCause());
        }
    }
}
