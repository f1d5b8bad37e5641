package dev.muster.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds what template.yaml and infra/ promise, on the templates as CloudFormation gets them. */
class TemplateTest {
    private static Templates templates = Templates.NONE;

    @BeforeAll
    static void expand() throws IOException, InterruptedException {
        templates = Templates.expand("AlertEmail=dba@example.org");
    }

    @Test
    void cfnLintFindsNothing() throws IOException, InterruptedException {
        Python.needs("cfnlint");
        List<String> command = new ArrayList<>(List.of("cfn-lint"));
        files().forEach(file -> command.add(file.toString()));
        assertThat(command).hasSizeGreaterThan(7);
        Python.Run run = Python.run(command);
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    }

    @Test
    void everyParameterIsDescribedAndItsDefaultFitsItsPattern() {
        templates
                .all()
                .forEach((name, template) ->
                        template.path("Parameters")
                                .properties()
                                .forEach(parameter -> {
                                    String about = name + " " + parameter.getKey();
                                    JsonNode p = parameter.getValue();
                                    assertThat(p.path("Description").asText())
                                            .as(about)
                                            .isNotBlank();
                                    if (p.has("AllowedPattern") && p.has("Default")) {
                                        assertThat(p.path("Default").asText())
                                                .as(about)
                                                .matches(p.path("AllowedPattern").asText());
                                    }
                                }));
    }

    @Test
    void theMonthlyScheduleIsTheParameterAndGoesToTheTriggerFunction() {
        assertThat(templates.root().at("/Parameters/Schedule/Default").asText())
                .isEqualTo("cron(0 3 1 * ? *)");
        JsonNode rule = templates.properties("root", "TriggerFunctionDrills");
        assertThat(Templates.text(rule.path("ScheduleExpression"))).isEqualTo("${Schedule}");
        JsonNode target = rule.path("Targets").path(0);
        assertThat(Templates.text(target.path("Arn"))).isEqualTo("${TriggerFunctionAliaslive}");
        assertThat(target.has("Input")).as("the function gets EventBridge's own event").isFalse();
        assertThat(target.path("DeadLetterConfig").path("Arn").isMissingNode()).isFalse();
    }

    @Test
    void everyDayTheReportFunctionLooksForSilence() {
        JsonNode rule = templates.properties("root", "ReportFunctionOverdue");
        assertThat(rule.path("ScheduleExpression").asText())
                .matches("cron\\(\\d+ \\d+ \\* \\* \\? \\*\\)");
        JsonNode target = rule.path("Targets").path(0);
        assertThat(Templates.text(target.path("Arn"))).isEqualTo("${ReportFunctionAliaslive}");
        assertThat(target.path("Input").asText()).isEqualTo("{\"overdue\":true}");
    }

    @Test
    void whatWaitsIsAskedForMoreOftenThanASnapshotExpires() {
        JsonNode rule = templates.properties("root", "TriggerFunctionWaiting");
        assertThat(rule.path("ScheduleExpression").asText()).isEqualTo("rate(15 minutes)");
        assertThat(rule.path("Targets").path(0).path("Input").asText())
                .isEqualTo("{\"dispatch\":true}");
    }

    @Test
    void onlyStoppedTasksOfOurFamiliesReachTheReportFunction() {
        JsonNode rule = templates.properties("root", "ReportFunctionStopped");
        JsonNode detail = rule.path("EventPattern").path("detail");
        assertThat(Statements.texts(detail.path("lastStatus"))).containsExactly("STOPPED");
        assertThat(detail.path("clusterArn").path(0).toString())
                .contains("Task")
                .contains("ClusterArn");
        assertThat(detail.path("taskDefinitionArn"))
                .extracting(p ->
                        Templates.text(p.path("prefix")).replaceFirst(".*:task-definition/", ""))
                .containsExactly("${AWS::StackName}-drill:", "${AWS::StackName}-drill-large:");
    }

    @Test
    void ofTheRecordsOnlyVerdictsThatWereKeptReachTheReportFunction() {
        JsonNode detail =
                templates.properties("root", "ReportFunctionKept").at("/EventPattern/detail");
        assertThat(detail.at("/bucket/name/0").toString()).contains("Buckets").contains("Records");
        assertThat(detail.at("/object/key/0/suffix").asText()).isEqualTo("/kept/result.json");
        JsonNode bucket = templates.properties("infra/buckets.yaml", "Records");
        assertThat(
                        bucket.at(
                                        "/NotificationConfiguration/EventBridgeConfiguration/EventBridgeEnabled")
                                .asBoolean())
                .isTrue();
    }

    @Test
    void functionsRunJava25FromASnapshotBehindAnAlias() {
        for (String name : List.of("TriggerFunction", "ReportFunction")) {
            JsonNode function = templates.properties("root", name);
            assertThat(function.path("Runtime").asText()).isEqualTo("java25");
            assertThat(function.at("/SnapStart/ApplyOn").asText()).isEqualTo("PublishedVersions");
            assertThat(templates.properties("root", name + "Aliaslive").path("Name").asText())
                    .isEqualTo("live");
            JsonNode failures = templates.properties("root", name + "EventInvokeConfig");
            assertThat(failures.at("/DestinationConfig/OnFailure/Destination").isMissingNode())
                    .isFalse();
        }
    }

    @Test
    void drillsAskedForByHandAreNotDrilledTwiceWhereTheCommandAsksAgain() {
        String command =
                Templates.text(templates.root().at("/Outputs/DrillNow/Value")).replace("\n", " ");
        assertThat(command).contains("--cli-read-timeout 0 ").contains("\\\"id\\\":");
        assertThat(Templates.text(templates.root().at("/Outputs/DryRun/Value")))
                .contains("--cli-read-timeout 0 ");
    }

    @Test
    void noRoleHasAWildcardForItsActionsAndAnyForItsResourcesHasItsReason() throws IOException {
        templates
                .statementsOfRoles()
                .forEach((role, statements) ->
                        statements.forEach(statement -> {
                            String about = role + " " + statement;
                            assertThat(statement.path("Sid").asText()).as(about).isNotBlank();
                            assertThat(statement.path("Effect").asText())
                                    .as(about)
                                    .isEqualTo("Allow");
                            assertThat(Statements.texts(statement.path("Action")))
                                    .as(about)
                                    .noneMatch(a -> a.contains("*"));
                        }));
        assertThat(
                        templates.statementsOfRoles().values().stream()
                                .flatMap(List::stream)
                                .filter(s -> Statements.texts(s.path("Resource")).contains("*"))
                                .map(s -> s.path("Sid").asText()))
                .containsExactlyInAnyOrder("LogInToEcr", "CountDrills");
        for (Path file : files()) {
            assertThat(Files.readAllLines(file))
                    .as(file.toString())
                    .filteredOn(line -> line.matches(".*(Resource|Principal): '\\*'.*"))
                    .allMatch(line -> line.contains("'*' # "));
        }
    }

    @Test
    void onlyOurTasksAreStartedAndOnlyTheirRolesArePassed() {
        List<JsonNode> trigger =
                templates.statementsOfRoles().getOrDefault("TriggerRole", List.of());
        JsonNode start = bySid(trigger, "StartDrills");
        assertThat(start.path("Resource"))
                .extracting(r -> Templates.text(r).replaceFirst(".*:task-definition/", ""))
                .containsExactly("${Name}-drill:*", "${Name}-drill-large:*");
        assertThat(Templates.text(start.at("/Condition/ArnEquals/ecs:cluster")))
                .endsWith(":cluster/${Name}");
        JsonNode pass = bySid(trigger, "GiveDrillsTheirRoles");
        assertThat(pass.path("Resource"))
                .extracting(Templates::text)
                .containsExactly("${TaskRoleArn}", "${ExecutionRoleArn}");
        assertThat(pass.at("/Condition/StringEquals/iam:PassedToService").asText())
                .isEqualTo("ecs-tasks.amazonaws.com");
        JsonNode volume = bySid(trigger, "LetEcsMakeVolumes");
        assertThat(Templates.text(volume.path("Resource"))).isEqualTo("${VolumeRoleArn}");
        assertThat(volume.at("/Condition/StringEquals/iam:PassedToService").asText())
                .isEqualTo("ecs.amazonaws.com");
        templates
                .statementsOfRoles()
                .forEach((role, statements) -> {
                    if (!role.equals("TriggerRole")) {
                        assertThat(statements)
                                .as(role)
                                .noneMatch(s ->
                                        Statements.texts(s.path("Action")).stream()
                                                .anyMatch(
                                                        Set.of("ecs:RunTask", "iam:PassRole")
                                                                ::contains));
                    }
                });
    }

    @Test
    void bucketsArePrivateEncryptedVersionedAndForTlsOnly() {
        Map<String, JsonNode> buckets = templates.ofType("AWS::S3::Bucket");
        assertThat(buckets).hasSize(2);
        buckets.forEach((name, bucket) -> {
            JsonNode p = bucket.path("Properties");
            assertThat(bucket.path("DeletionPolicy").asText()).as(name).isEqualTo("Retain");
            assertThat(p.path("PublicAccessBlockConfiguration").properties())
                    .as(name)
                    .hasSize(4)
                    .allMatch(e -> e.getValue().asBoolean());
            assertThat(p.at("/VersioningConfiguration/Status").asText())
                    .as(name)
                    .isEqualTo("Enabled");
            assertThat(
                            p.at(
                                            "/BucketEncryption/ServerSideEncryptionConfiguration/0/ServerSideEncryptionByDefault/SSEAlgorithm")
                                    .toString())
                    .as(name)
                    .contains("aws:kms", "AES256");
            assertThat(p.at("/LifecycleConfiguration/Rules")).as(name).isNotEmpty();
        });
        assertThat(templates.ofType("AWS::S3::BucketPolicy"))
                .hasSize(2)
                .allSatisfy((name, policy) ->
                        assertThat(
                                        policy.at(
                                                        "/Properties/PolicyDocument/Statement/0/Condition/Bool/aws:SecureTransport")
                                                .asText())
                                .isEqualTo("false"));
        assertThat(
                        templates
                                .properties("infra/buckets.yaml", "Records")
                                .path("ObjectLockConfiguration")
                                .path("Fn::If")
                                .path(0)
                                .asText())
                .isEqualTo("Locked");
    }

    @Test
    void stateThatIsDoneWithExpiresAndNoOrderDoes() {
        List<String> expiring = new ArrayList<>();
        for (JsonNode rule :
                templates
                        .properties("infra/buckets.yaml", "Config")
                        .at("/LifecycleConfiguration/Rules")) {
            if (rule.has("ExpirationInDays")) {
                assertThat(rule.path("ExpirationInDays").asInt()).isBetween(90, 400);
                expiring.add(rule.path("Prefix").asText());
            }
        }
        assertThat(expiring)
                .containsExactlyInAnyOrder("state/events/", "state/alerts/", "state/findings/")
                .noneMatch("state/orders/x.json"::startsWith)
                .noneMatch("muster.yaml"::startsWith);
    }

    @Test
    void theRepositorysNameIsLeftToCloudFormationAsAStacksNameMayHaveCapitals() {
        assertThat(templates.properties("infra/task.yaml", "Repository").has("RepositoryName"))
                .isFalse();
    }

    @Test
    void aDrillPutsItsResultOnlyWhereThereIsNone() {
        JsonNode put =
                bySid(
                        templates.statementsOfRoles().getOrDefault("TaskRole", List.of()),
                        "PutTheResult");
        assertThat(put.at("/Condition/Null/s3:if-none-match").asText()).isEqualTo("false");
    }

    @Test
    void whatBeginsInAlarmSaysWhenThatIsOver() {
        assertThat(templates.ofType("AWS::CloudWatch::Alarm"))
                .allSatisfy((name, alarm) ->
                        assertThat(alarm.at("/Properties/OKActions").isMissingNode())
                                .as(name)
                                .isNotEqualTo(
                                        alarm.at("/Properties/TreatMissingData")
                                                .asText()
                                                .equals("breaching")));
    }

    @Test
    void everyLogGroupEndsSomeDay() {
        assertThat(templates.ofType("AWS::Logs::LogGroup"))
                .hasSize(3)
                .allSatisfy((name, group) ->
                        assertThat(Templates.text(group.at("/Properties/RetentionInDays")))
                                .isEqualTo("${LogRetentionDays}"));
    }

    @Test
    void everyAlarmPublishesToTheTopicWhichLetsIt() {
        Map<String, JsonNode> alarms = templates.ofType("AWS::CloudWatch::Alarm");
        assertThat(alarms)
                .hasSizeGreaterThanOrEqualTo(8)
                .allSatisfy((name, alarm) -> {
                    assertThat(Templates.text(alarm.at("/Properties/AlarmActions/0")))
                            .isEqualTo("${TopicArn}");
                    assertThat(Templates.text(alarm.at("/Properties/AlarmName")))
                            .startsWith("${Name}-");
                });
        JsonNode allowed =
                templates
                        .properties("infra/alerts.yaml", "TopicPolicy")
                        .at("/PolicyDocument/Statement/0");
        assertThat(allowed.at("/Principal/Service").asText()).isEqualTo("cloudwatch.amazonaws.com");
        assertThat(Templates.text(allowed.at("/Condition/ArnLike/aws:SourceArn")))
                .endsWith(":alarm:${Name}-*");
        assertThat(templates.properties("infra/alerts.yaml", "Topic").toString())
                .doesNotContain("alias/aws/sns");
    }

    private static JsonNode bySid(List<JsonNode> statements, String sid) {
        return statements.stream()
                .filter(s -> s.path("Sid").asText().equals(sid))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no statement " + sid));
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>(List.of(Python.ROOT.resolve("template.yaml")));
        try (Stream<Path> nested = Files.list(Python.ROOT.resolve("infra"))) {
            nested.filter(p -> p.toString().endsWith(".yaml")).sorted().forEach(files::add);
        }
        return files;
    }
}
