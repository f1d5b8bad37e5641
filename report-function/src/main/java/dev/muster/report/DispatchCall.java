package dev.muster.report;

import dev.muster.contract.MusterException;
import dev.muster.report.drill.NextDrills;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/** Asks the trigger function to start what waits, and does not wait for it. */
final class DispatchCall implements NextDrills {
    private final LambdaClient lambda;
    private final String name;

    DispatchCall(LambdaClient lambda, String name) {
        this.lambda = lambda;
        this.name = name;
    }

    @Override
    public void dispatch() {
        try {
            lambda.invoke(i ->
                    i.functionName(name)
                            .invocationType(InvocationType.EVENT)
                            .payload(SdkBytes.fromUtf8String("{\"dispatch\":true}")));
        } catch (SdkException e) {
            String why =
                    e instanceof AwsServiceException answer && answer.awsErrorDetails() != null
                            ? "Lambda answered " + answer.awsErrorDetails().errorCode()
                            : "Lambda cannot be reached";
            throw new MusterException(
                    "DISPATCH_FAILED",
                    "the trigger function \"%s\" could not be asked to go on: %s"
                            .formatted(name, why),
                    "let the report function invoke it; the daily check asks again",
                    e);
        }
    }
}
