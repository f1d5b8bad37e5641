package dev.muster.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Muster as it is deployed: the stack from its templates, the packaged functions with the
 * environments that the stack gives them, and events that reach them by the stack's own rules.
 * Tasks run when the test says so.
 */
final class Cloud implements AutoCloseable {
    static final String STACK = "muster";
    private static final Region REGION = Region.EU_CENTRAL_1;
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private final Path directory;
    private final Emulator emulator;
    private final Ecs ecs = new Ecs();
    private final TaskRun task = TaskRun.here();
    private final AwsFront front;
    private final JsonNode stack;
    private final Map<String, FunctionHost> functions = new LinkedHashMap<>();
    private final JsonMapper json = new JsonMapper();

    private Cloud(Path directory, Emulator emulator) throws IOException, InterruptedException {
        this.directory = directory;
        this.emulator = emulator;
        this.front = AwsFront.start(emulator.endpoint(), emulator.account(), ecs);
        this.stack =
                Python.json(
                        "deploy.py",
                        List.of(
                                Python.ROOT.toString(),
                                emulator.endpoint().toString(),
                                STACK,
                                "--without=" + emulator.lacks(),
                                "AlertEmail=dba@example.org",
                                "StoreBucketArns=arn:aws:s3:::shop-backups"));
    }

    /** How the tasks run that ECS is asked for. */
    TaskRun task() {
        return task;
    }

    static Cloud start(Path directory) throws IOException, InterruptedException {
        Python.needs("samtranslator");
        Emulator emulator = Emulator.start(directory);
        try {
            return new Cloud(directory, emulator);
        } catch (IOException | InterruptedException | RuntimeException e) {
            emulator.close();
            throw e;
        }
    }

    /** Boots both functions from their packages. */
    void bootFunctions() throws IOException {
        for (String name : List.of("trigger", "report")) {
            Path zip = Python.ROOT.resolve(name + "-function/target/" + name + "-function.zip");
            Assumptions.assumeTrue(
                    Files.exists(zip), zip.getFileName() + " is not built: run mvn package");
            Path code = FunctionHost.unpack(zip, directory.resolve(name));
            JsonNode function = function(STACK + "-" + name);
            Map<String, String> environment = awsOf(name);
            function.at("/Environment/Variables")
                    .properties()
                    .forEach(v -> environment.put(v.getKey(), v.getValue().asText()));
            functions.put(
                    STACK + "-" + name + ":live",
                    FunctionHost.start(
                            STACK + "-" + name,
                            code,
                            function.path("Handler").asText(),
                            environment,
                            List.of("-Xmx512m"),
                            directory));
        }
    }

    String ranOn() {
        return emulator.name();
    }

    Ecs ecs() {
        return ecs;
    }

    List<AwsCall> calls() {
        return front.calls();
    }

    /** What the deployment put out under a nested stack's name. */
    String output(String nested, String name) {
        return stack.path("stacks").path(STACK + "-" + nested).path("outputs").path(name).asText();
    }

    /** The statements of the role whose logical name this is. */
    Statements role(String logicalName) {
        for (JsonNode role : stack.path("roles")) {
            if (role.path("name").asText().contains("-" + logicalName + "-")) {
                return Statements.of(role.path("statements"));
            }
        }
        throw new AssertionError("there is no role " + logicalName);
    }

    JsonNode function(String name) {
        return stack.path("functions").path(name);
    }

    JsonNode stack() {
        return stack;
    }

    String configBucket() {
        return output("Buckets", "Config");
    }

    S3Client s3() {
        return client(S3Client.builder().forcePathStyle(true));
    }

    /** A client of the emulator for the test itself; its calls are not noted. */
    <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(emulator.endpoint())
                .region(REGION)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("test", "test")))
                .build();
    }

    /** Makes due the drills that wait for a time. */
    void anHourGoesBy() throws IOException {
        String config = configBucket();
        try (S3Client s3 = s3()) {
            for (S3Object object :
                    s3.listObjectsV2(r -> r.bucket(config).prefix("state/orders/")).contents()) {
                ObjectNode order =
                        (ObjectNode)
                                json.readTree(
                                        s3.getObjectAsBytes(r -> r.bucket(config).key(object.key()))
                                                .asByteArray());
                String notBefore = order.path("notBefore").asText("");
                if (!notBefore.isEmpty()) {
                    order.put(
                            "notBefore",
                            Instant.parse(notBefore).minus(1, ChronoUnit.HOURS).toString());
                    s3.putObject(
                            r -> r.bucket(config).key(object.key()),
                            RequestBody.fromString(order.toString()));
                }
            }
        }
    }

    /**
     * Fires a schedule of the stack, as EventBridge does at its time. Gives the function's answer.
     */
    JsonNode fire(String rule, String eventId) throws IOException {
        JsonNode target = target(rule);
        String event =
                target.has("Input")
                        ? target.path("Input").asText()
                        : """
                        {"version":"0","id":"%1$s","detail-type":"Scheduled Event","source":"aws.events",\
                        "account":"%4$s","time":"%2$s","region":"eu-central-1",\
                        "resources":["arn:aws:events:eu-central-1:%4$s:rule/%3$s"],"detail":{}}
                        """
                                .formatted(eventId, Instant.now(), rule, emulator.account());
        return invoke(target.path("Arn").asText().replaceFirst(".*:function:", ""), event);
    }

    /** Sends an event to the default bus: the stack's rules decide who gets it. */
    void send(String event) throws IOException {
        JsonNode read = json.readTree(event);
        for (JsonNode rule : stack.path("rules")) {
            String pattern = rule.path("EventPattern").asText();
            if (!pattern.isEmpty() && EventPattern.matches(json.readTree(pattern), read)) {
                invoke(
                        target(rule.path("Name").asText())
                                .path("Arn")
                                .asText()
                                .replaceFirst(".*:function:", ""),
                        event);
            }
        }
    }

    private JsonNode target(String rule) {
        JsonNode targets = stack.path("rules").path(rule).path("targets");
        if (targets.size() != 1) {
            throw new AssertionError("rule " + rule + " has " + targets.size() + " targets");
        }
        return targets.path(0);
    }

    /** Invokes a function as a person does from Lambda's console, and gives its answer. */
    JsonNode invoke(String function, String event) throws IOException {
        FunctionHost host = functions.get(function);
        if (host == null) {
            throw new AssertionError(
                    "there is no function " + function + " in " + functions.keySet());
        }
        RuntimeApi.Answer answer = host.invoke(event, ANSWER);
        if (answer.failed()) {
            throw new AssertionError(function + " failed: " + answer.body() + "\n" + host.log());
        }
        return json.readTree(answer.body());
    }

    /** Hands on what functions asked of one another, until nobody asks any more. */
    void deliver() throws IOException {
        for (List<AwsFront.Invoked> waiting = front.takeInvoked();
                !waiting.isEmpty();
                waiting = front.takeInvoked()) {
            for (AwsFront.Invoked one : waiting) {
                invoke(one.function(), one.event());
            }
        }
    }

    /** Runs the task that ECS started, with what its definition and the request give it. */
    Ecs.Ending run(Ecs.Started task) throws IOException, InterruptedException {
        Map<String, String> environment = awsOf("drill");
        for (JsonNode definition : stack.path("taskDefinitions")) {
            if (definition.path("family").asText().equals(task.family())) {
                definition
                        .at("/containerDefinitions/0/environment")
                        .forEach(v ->
                                environment.put(v.path("name").asText(), v.path("value").asText()));
            }
        }
        task.variables().forEach(environment::put);
        return Ecs.Ending.exit(this.task.run(environment, directory));
    }

    /** Runs all that was started, and tells of each when it has stopped. */
    List<Ecs.Started> runStarted() throws IOException, InterruptedException {
        List<Ecs.Started> ran = new ArrayList<>();
        deliver();
        for (List<Ecs.Started> started = ecs.takeStarted();
                !started.isEmpty();
                started = ecs.takeStarted()) {
            for (Ecs.Started task : started) {
                send(ecs.stopped(task, run(task)));
                ran.add(task);
            }
            deliver();
        }
        return ran;
    }

    /** What the SDK reads, for an actor who is known by its access key. */
    private Map<String, String> awsOf(String actor) {
        Map<String, String> environment = new HashMap<>();
        environment.put("AWS_ENDPOINT_URL", front.endpoint().toString());
        environment.put("AWS_REGION", REGION.id());
        environment.put("AWS_ACCESS_KEY_ID", actor);
        environment.put("AWS_SECRET_ACCESS_KEY", "of-" + actor);
        return environment;
    }

    /** What a function wrote. */
    String log(String function) {
        FunctionHost host = functions.get(function);
        return host == null ? "" : host.log();
    }

    @Override
    public void close() throws IOException {
        for (FunctionHost host : functions.values()) {
            host.close();
        }
        front.close();
        emulator.close();
    }
}
