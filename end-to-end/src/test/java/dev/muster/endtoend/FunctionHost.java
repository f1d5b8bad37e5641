package dev.muster.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * One packaged function, unpacked and booted by AWS's own runtime interface client in a process
 * that sees the environment of the function and nothing of this one's.
 */
final class FunctionHost implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final RuntimeApi api;
    private final Process process;
    private final Path log;

    private FunctionHost(RuntimeApi api, Process process, Path log) {
        this.api = api;
        this.process = process;
        this.log = log;
    }

    /**
     * @param code the unpacked function: classes, and jars in {@code lib}
     * @param environment all that the function may read
     * @param javaOptions for its virtual machine
     */
    static FunctionHost start(
            String name,
            Path code,
            String handler,
            Map<String, String> environment,
            List<String> javaOptions,
            Path directory)
            throws IOException {
        RuntimeApi api =
                RuntimeApi.start(
                        "arn:aws:lambda:eu-central-1:123456789012:function:" + name + ":live",
                        Duration.ofMinutes(5));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(javaOptions);
        command.addAll(
                List.of(
                        "-cp",
                        runtimeClassPath(),
                        "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                        handler));
        Path log = Files.createTempFile(directory, name + "-", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(code.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("AWS_LAMBDA_RUNTIME_API", api.address());
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
        variables.put("AWS_LAMBDA_FUNCTION_NAME", name);
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + name);
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", "stream");
        variables.put("LAMBDA_TASK_ROOT", code + "/");
        variables.put("_HANDLER", handler);
        variables.put("PATH", "/usr/bin:/bin");
        builder.environment().clear();
        builder.environment().putAll(variables);
        Process process = builder.start();
        var _ = process.onExit().thenRun(() -> api.processEnded(name + " ended, see " + log));
        return new FunctionHost(api, process, log);
    }

    /** The jars that Lambda's managed runtime brings, and nothing else of this test. */
    static String runtimeClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(":", -1))
                .filter(entry -> entry.matches(".*/(aws-lambda-java|utils-lite)-[^/]*"))
                .collect(Collectors.joining(":"));
    }

    /** Unpacks a function's zip as Lambda does. */
    static Path unpack(Path zip, Path into) throws IOException {
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(in)) {
            for (ZipEntry entry = entries.getNextEntry();
                    entry != null;
                    entry = entries.getNextEntry()) {
                Path path = into.resolve(entry.getName()).normalize();
                if (!path.startsWith(into)) {
                    throw new IOException("an entry leads out of its zip: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.getParent());
                    Files.copy(entries, path);
                }
            }
        }
        return into;
    }

    /** Invokes the function and waits for its answer. */
    RuntimeApi.Answer invoke(String event, Duration atMost) {
        try {
            api.initialized().get(START.toSeconds(), TimeUnit.SECONDS);
            return api.invoke(event).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer to " + event + "; its log:\n" + log(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Whether it was started as SnapStart starts it: put away before its first event. */
    boolean restored() {
        return api.restored();
    }

    /** What the function wrote so far. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        api.close();
    }
}
