package dev.muster.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an update of one parameter does to the functions. A version is published where its
 * description or its name in the template changes: then Lambda refuses it if the function is as it
 * was, and otherwise the function's alias stays on the old configuration.
 */
class ParameterUpdateTest {
    private static final List<String> FUNCTIONS = List.of("TriggerFunction", "ReportFunction");

    private static final Map<String, String> MINE =
            Map.of(
                    "VpcId", "vpc-0123456789abcdef0",
                    "SubnetIds", "subnet-0123456789abcdef0,subnet-0123456789abcdef1",
                    "SecurityGroupIds", "sg-0123456789abcdef0");

    /** Another value of each parameter. */
    private static final Map<String, String> OTHER =
            Map.ofEntries(
                    Map.entry("Schedule", "rate(7 days)"),
                    Map.entry("ProvenWithin", "10d"),
                    Map.entry("MaxTasks", "20"),
                    Map.entry("StartWithin", "3h"),
                    Map.entry("StoreBucketArns", "arn:aws:s3:::a-bucket,arn:aws:s3:::another"),
                    Map.entry("StoreKeyArns", "arn:aws:kms:eu-central-1:1:key/1"),
                    Map.entry("SecretPrefix", "other/"),
                    Map.entry("SecretKeyArns", "arn:aws:kms:eu-central-1:1:key/2"),
                    Map.entry("AlertEmail", "other@example.org"),
                    Map.entry("SlackWorkspaceId", "T0123456789"),
                    Map.entry("SlackChannelId", "C0123456789"),
                    Map.entry("NetworkMode", "private"),
                    Map.entry("VpcId", "vpc-0fedcba9876543210"),
                    Map.entry("SubnetIds", "subnet-0fedcba9876543210"),
                    Map.entry("SecurityGroupIds", "sg-0fedcba9876543210"),
                    Map.entry("AssignPublicIp", "ENABLED"),
                    Map.entry("Architecture", "arm64"),
                    Map.entry("Capacity", "FARGATE_SPOT"),
                    Map.entry("ImageTag", "1.2.3"),
                    Map.entry("RecordsLock", "GOVERNANCE"),
                    Map.entry("RecordsLockDays", "30"),
                    Map.entry("LogRetentionDays", "30"),
                    Map.entry("CustomerKey", "yes"));

    private static Templates templates = Templates.NONE;

    @BeforeAll
    static void expand() throws IOException, InterruptedException {
        templates = Templates.expand("AlertEmail=dba@example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"public", "private", "own"})
    void aVersionIsPublishedWhereTheFunctionChangesAndNowhereElse(String network) {
        Map<String, String> before = new LinkedHashMap<>(MINE);
        before.put("AlertEmail", "dba@example.org");
        before.put("NetworkMode", network);
        TreeSet<String> changing = new TreeSet<>();
        parameters()
                .forEach(parameter -> {
                    Map<String, String> after = new LinkedHashMap<>(before);
                    after.put(parameter, other(parameter, network));
                    for (String function : FUNCTIONS) {
                        boolean changes =
                                !configuration(function, before)
                                        .equals(configuration(function, after));
                        assertThat(
                                        !description(function, before)
                                                .equals(description(function, after)))
                                .as("%s with another %s is published", function, parameter)
                                .isEqualTo(changes);
                        if (changes) {
                            changing.add(parameter);
                        }
                    }
                });
        assertThat(changing)
                .contains("Architecture", "Capacity", "MaxTasks", "NetworkMode", "StartWithin");
    }

    @Test
    void theFunctionsOwnNetworkIsPartOfTheTriggersVersion() {
        Map<String, String> own = new LinkedHashMap<>(MINE);
        own.put("NetworkMode", "own");
        assertThat(description("TriggerFunction", own))
                .contains("0123456789abcdef0+0123456789abcdef1")
                .hasSizeLessThan(257);
    }

    @Test
    void noParameterRenamesAVersion() throws IOException, InterruptedException {
        Templates others =
                Templates.expand(
                        OTHER.entrySet().stream()
                                .map(e -> e.getKey() + "=" + e.getValue())
                                .toArray(String[]::new));
        assertThat(others.ofType("AWS::Lambda::Version").keySet())
                .hasSize(2)
                .isEqualTo(templates.ofType("AWS::Lambda::Version").keySet());
    }

    private static List<String> parameters() {
        List<String> names =
                templates.root().path("Parameters").properties().stream()
                        .map(Map.Entry::getKey)
                        .toList();
        assertThat(OTHER.keySet()).containsExactlyInAnyOrderElementsOf(names);
        return names;
    }

    private static String other(String parameter, String network) {
        String other = OTHER.getOrDefault(parameter, "");
        return other.equals(network) ? "public" : other;
    }

    private static JsonNode configuration(String function, Map<String, String> parameters) {
        return Resolution.of(templates, parameters).properties(function);
    }

    private static String description(String function, Map<String, String> parameters) {
        JsonNode version =
                templates.ofType("AWS::Lambda::Version").entrySet().stream()
                        .filter(e -> e.getKey().startsWith("root " + function + "Version"))
                        .findFirst()
                        .orElseThrow()
                        .getValue();
        return Resolution.of(templates, parameters)
                .of(version.at("/Properties/Description"))
                .asText();
    }
}
