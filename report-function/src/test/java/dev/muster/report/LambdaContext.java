package dev.muster.report;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A run of the function as Lambda would tell of it. */
final class LambdaContext implements Context {
    private final String requestId;
    private final StringBuilder log = new StringBuilder();

    LambdaContext(String requestId) {
        this.requestId = requestId;
    }

    String log() {
        return log.toString();
    }

    @Override
    public String getAwsRequestId() {
        return requestId;
    }

    @Override
    public LambdaLogger getLogger() {
        return new LambdaLogger() {
            @Override
            public void log(String message) {
                log.append(message);
            }

            @Override
            public void log(byte[] message) {
                log.append(new String(message, StandardCharsets.UTF_8));
            }
        };
    }

    @Override
    public String getLogGroupName() {
        return "/aws/lambda/muster-report";
    }

    @Override
    public String getLogStreamName() {
        return "2026/03/01/[1]0";
    }

    @Override
    public String getFunctionName() {
        return "muster-report";
    }

    @Override
    public String getFunctionVersion() {
        return "1";
    }

    @Override
    public String getInvokedFunctionArn() {
        return "arn:aws:lambda:eu-central-1:111122223333:function:muster-report:1";
    }

    @Override
    public @Nullable CognitoIdentity getIdentity() {
        return null;
    }

    @Override
    public @Nullable ClientContext getClientContext() {
        return null;
    }

    @Override
    public int getRemainingTimeInMillis() {
        return 60_000;
    }

    @Override
    public int getMemoryLimitInMB() {
        return 512;
    }
}
