package dev.muster.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Deploys the expanded templates to an emulated CloudFormation, with the choices that change them.
 */
class DeploymentIT {
    @TempDir static Path directory = Path.of("unset");
    private static @Nullable Emulator emulator;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Python.needs("samtranslator");
        emulator = Emulator.start(directory);
    }

    @AfterAll
    static void stop() throws IOException {
        if (emulator != null) {
            emulator.close();
        }
    }

    @Test
    void byDefaultTasksGetAPublicAddressInTwoSubnetsOfTheStacksOwn() throws Exception {
        JsonNode stack = deploy("plain", "AlertEmail=dba@example.org");
        JsonNode environment = environment(stack, "plain");
        assertThat(environment.path("MUSTER_SUBNETS").asText()).matches("subnet-\\w+,subnet-\\w+");
        assertThat(environment.path("MUSTER_SECURITY_GROUPS").asText()).matches("sg-\\w+");
        assertThat(environment.path("MUSTER_ASSIGN_PUBLIC_IP").asText()).isEqualTo("ENABLED");
        assertThat(resources(stack, "plain-Network"))
                .contains("Gateway", "S3")
                .doesNotContain("Logs", "EcrApi");
    }

    @Test
    void withoutInternetThereAreEndpointsAndNoGateway() throws Exception {
        JsonNode stack = deploy("inside", "AlertEmail=dba@example.org", "NetworkMode=private");
        assertThat(environment(stack, "inside").path("MUSTER_ASSIGN_PUBLIC_IP").asText())
                .isEqualTo("DISABLED");
        assertThat(resources(stack, "inside-Network"))
                .contains("S3", "EcrApi", "EcrDocker", "Logs", "SecretsManager", "Ssm")
                .doesNotContain("Gateway", "RouteToInternet");
    }

    @Test
    void aNetworkOfOnesOwnIsUsedAsItIs() throws Exception {
        JsonNode stack =
                deploy(
                        "own",
                        "AlertEmail=dba@example.org",
                        "NetworkMode=own",
                        "VpcId=vpc-0123456789abcdef0",
                        "SubnetIds=subnet-0123456789abcdef0,subnet-0123456789abcdef1",
                        "SecurityGroupIds=sg-0123456789abcdef0");
        JsonNode environment = environment(stack, "own");
        assertThat(environment.path("MUSTER_SUBNETS").asText())
                .isEqualTo("subnet-0123456789abcdef0,subnet-0123456789abcdef1");
        assertThat(environment.path("MUSTER_SECURITY_GROUPS").asText())
                .isEqualTo("sg-0123456789abcdef0");
        assertThat(resources(stack, "own-Network")).isEmpty();
    }

    @Test
    void aKeyALockAndSlackAreMadeWhereTheyAreAskedFor() throws Exception {
        JsonNode stack =
                deploy(
                        "locked",
                        "SlackWorkspaceId=T0123456789",
                        "SlackChannelId=C0123456789",
                        "CustomerKey=yes",
                        "RecordsLock=GOVERNANCE",
                        "Capacity=FARGATE_SPOT");
        assertThat(resources(stack, "locked-Key")).contains("Key");
        assertThat(environment(stack, "locked").path("MUSTER_CAPACITY_PROVIDER").asText())
                .isEqualTo("FARGATE_SPOT");
        String key = stack.at("/stacks/locked-Key/outputs/Arn").asText();
        List<String> mayUseIt = new ArrayList<>();
        stack.path("roles")
                .forEach(role ->
                        role.path("statements")
                                .forEach(s -> {
                                    if (s.path("Resource").asText().equals(key)) {
                                        mayUseIt.add(
                                                role.path("name")
                                                        .asText()
                                                        .replaceFirst(".*-(\\w+Role)-.*", "$1"));
                                    }
                                }));
        assertThat(mayUseIt).contains("TaskRole", "TriggerRole", "ReportRole");
    }

    private static JsonNode deploy(String name, String... parameters)
            throws IOException, InterruptedException {
        if (emulator == null) {
            throw new AssertionError("no emulator");
        }
        List<String> arguments = new ArrayList<>();
        arguments.add(Python.ROOT.toString());
        arguments.add(emulator.endpoint().toString());
        arguments.add(name);
        arguments.add("--without=" + emulator.lacks());
        arguments.addAll(List.of(parameters));
        JsonNode stack = Python.json("deploy.py", arguments);
        stack.path("stacks").properties().stream()
                .filter(s -> s.getKey().startsWith(name))
                .forEach(s ->
                        assertThat(s.getValue().path("status").asText())
                                .as(s.getKey())
                                .isEqualTo("CREATE_COMPLETE"));
        assertThat(stack.path("stacks").has(name)).isTrue();
        return stack;
    }

    private static JsonNode environment(JsonNode stack, String name) {
        return stack.path("functions").path(name + "-trigger").at("/Environment/Variables");
    }

    private static List<String> resources(JsonNode stack, String name) {
        List<String> names = new ArrayList<>();
        stack.path("resources").path(name).fieldNames().forEachRemaining(names::add);
        return names;
    }
}
