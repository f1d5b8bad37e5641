package dev.muster.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A function in its own process, through the real runtime interface client. */
class FunctionHostIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir Path directory = Path.of("unset");

    /** Answers with the event, and with what it sees of its environment. */
    public static final class Echo implements RequestStreamHandler {
        @Override
        public void handleRequest(InputStream in, OutputStream out, Context context)
                throws IOException {
            byte[] event = in.readAllBytes();
            if (event.length == 2) {
                throw new IllegalStateException("nothing to echo");
            }
            out.write(event);
            out.write(
                    (System.getenv("GREETING")
                                    + System.getenv("HOME")
                                    + context.getInvokedFunctionArn()
                                    + (context.getRemainingTimeInMillis() > 60_000))
                            .getBytes(UTF_8));
        }
    }

    @Test
    void anEventIsAnsweredInTheFunctionsOwnEnvironment() throws IOException {
        try (FunctionHost host = host(Echo.class.getName())) {
            assertThat(host.invoke("{\"a\":1}", SOON).body())
                    .startsWith("{\"a\":1}hello")
                    .contains("nullarn:aws:lambda:")
                    .endsWith("true");
            assertThat(host.invoke("[1]", SOON).failed()).isFalse();
            assertThat(host.restored()).as("put away before its first event").isTrue();
        }
    }

    @Test
    void anExceptionIsAnAnswerThatFailed() throws IOException {
        try (FunctionHost host = host(Echo.class.getName())) {
            RuntimeApi.Answer answer = host.invoke("{}", SOON);
            assertThat(answer.failed()).isTrue();
            assertThat(answer.body()).contains("nothing to echo");
            assertThat(host.invoke("[2]", SOON).failed()).as("the next event is served").isFalse();
        }
    }

    @Test
    void aHandlerThatIsNotInThePackageIsNamed() throws IOException {
        try (FunctionHost host = host("dev.muster.None")) {
            RuntimeApi.Answer answer = host.invoke("{\"a\":1}", SOON);
            assertThat(answer.failed()).isTrue();
            assertThat(answer.body()).contains("dev.muster.None");
        }
    }

    private FunctionHost host(String handler) throws IOException {
        return FunctionHost.start(
                "echo", code(), handler, Map.of("GREETING", "hello"), List.of(), directory);
    }

    /** A function's folder with the echo alone. */
    private Path code() throws IOException {
        String name = Echo.class.getName().replace('.', '/') + ".class";
        Path target = directory.resolve("code").resolve(name);
        Files.createDirectories(target.getParent());
        try (InputStream in = Echo.class.getClassLoader().getResourceAsStream(name)) {
            Files.write(target, in.readAllBytes());
        }
        return directory.resolve("code");
    }
}
