package dev.muster.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.MusterException;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import dev.muster.records.order.OrderState.Starting;
import dev.muster.trigger.Outcome.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A table of what ECS can answer to RunTask. What may pass leaves the drill waiting; where nobody
 * knows whether a task was started, the same is asked for again; what does not pass is an unproven
 * drill with a hint, which is reported.
 */
class RefusalsTest {
    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    400 | ThrottlingException          | Rate exceeded                               | waits | -                  | -
                    400 | RequestLimitExceeded         | Request limit exceeded                      | waits | -                  | -
                    429 | TooManyRequestsException     | Slow down                                   | waits | -                  | -
                    500 | ServerException              | Service Unavailable                         | asked again | -                  | -
                    503 | -                            | -                                           | asked again | -            | -
                    400 | LimitExceededException       | The limit for the resource was exceeded     | waits | -                  | -
                    400 | ClientException              | You've reached the limit on the number of vCPUs you can run concurrently  | waits | - | -
                    400 | ClientException              | You've reached the limit on the number of tasks you can run concurrently  | waits | - | -
                    200 | Capacity is unavailable at this time. Please try again later or in a different availability zone | -   | waits | - | -
                    200 | RESOURCE:MEMORY              | -                                           | waits | -                  | -
                    200 | RESOURCE:ENI                 | -                                           | waits | -                  | -
                    400 | AccessDeniedException        | User: arn:aws:sts::123456789012:assumed-role/muster-TriggerRole-1A/muster-trigger is not authorized to perform: ecs:RunTask on resource: arn:aws:ecs:eu-central-1:123456789012:task-definition/muster-drill:4 because no identity-based policy allows the ecs:RunTask action | ends | TASK_MISCONFIGURED | ecs:RunTask
                    400 | AccessDeniedException        | User: arn:aws:sts::123456789012:assumed-role/throttled-TriggerRole-1A/throttled-trigger is not authorized to perform: ecs:RunTask on resource: arn:aws:ecs:eu-central-1:123456789012:task-definition/insufficient-drill:4 with an explicit deny in a service control policy | ends | TASK_MISCONFIGURED | ecs:RunTask
                    400 | AccessDeniedException        | User: arn:aws:sts::123456789012:assumed-role/muster-TriggerRole-1A/muster-trigger is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/muster-TaskRole-1A because no identity-based policy allows the iam:PassRole action | ends | TASK_MISCONFIGURED | iam:PassRole
                    400 | ClientException              | ECS was unable to assume the role that was provided   | ends | TASK_MISCONFIGURED | ecs-tasks.amazonaws.com
                    400 | InvalidParameterException    | Error retrieving subnet information for [subnet-1]: The subnet ID 'subnet-1' does not exist | ends | TASK_MISCONFIGURED | subnets
                    400 | InvalidParameterException    | Error retrieving security group information for [sg-1]: The security group 'sg-1' does not exist | ends | TASK_MISCONFIGURED | security groups
                    400 | ClusterNotFoundException     | Cluster not found.                          | ends | TASK_MISCONFIGURED | cluster
                    400 | ClientException              | TaskDefinition not found.                   | ends | TASK_MISCONFIGURED | task definition
                    400 | ClientException              | TaskDefinition is inactive                  | ends | TASK_MISCONFIGURED | task definition
                    400 | InvalidParameterException    | No Fargate configuration exists for given values: 3 CPU, 1 memory | ends | TASK_MISCONFIGURED | Fargate
                    400 | InvalidParameterException    | Container Overrides length must be at most 8192       | ends | TASK_MISCONFIGURED | shorten
                    400 | InvalidParameterException    | The specified capacity provider 'FARGATE_SPOT' was not found | ends | TASK_MISCONFIGURED | capacity provider
                    400 | PlatformUnknownException     | The specified platform version does not exist        | ends | TASK_MISCONFIGURED | platform
                    400 | UnsupportedFeatureException  | Not supported in this region                | ends  | TASK_MISCONFIGURED | region
                    400 | BlockedException             | Your account was blocked                    | ends  | TASK_MISCONFIGURED | Support
                    400 | UnrecognizedClientException  | The security token included in the request is invalid | ends | TASK_MISCONFIGURED | role
                    400 | SomethingNewException        | nobody has seen this before                 | ends  | TASK_NOT_STARTED   | look up
                    200 | LOCATION                     | -                                           | ends  | TASK_NOT_STARTED   | look up
                    """)
    void everyAnswerOfEcsLeavesTheDrillWaitingOrUnproven(
            int status,
            @Nullable String code,
            @Nullable String message,
            String fate,
            @Nullable FindingCode finding,
            @Nullable String hint)
            throws IOException {
        try (Stack stack = new Stack(directory)) {
            stack.plans("plans:\n" + stack.plan("shop")).backup("a.dump", Duration.ofHours(5));
            FakeEcs.Said said =
                    status == 200
                            ? FakeEcs.failure(String.valueOf(code), message)
                            : FakeEcs.error(
                                    status,
                                    code == null ? "" : code,
                                    message == null ? "" : message);
            stack.ecs.say(said, said, said);

            Outcome drill = stack.answer("{}").drills().getFirst();

            assertThat(drill.hint()).isNotBlank();
            if (fate.equals("waits")) {
                assertThat(drill.state()).isEqualTo(State.WAITING);
                assertThat(stack.ecs.asked()).isEqualTo(3);
                assertThat(stack.orders().book().waiting()).hasSize(1);
                assertThat(stack.records.list("")).isEmpty();
            } else if (fate.equals("asked again")) {
                assertThat(drill.state()).isEqualTo(State.UNANSWERED);
                assertThat(stack.ecs.asked()).isEqualTo(3);
                assertThat(stack.orders().book().orders())
                        .singleElement()
                        .extracting(held -> held.order().state())
                        .isInstanceOf(Starting.class);
                assertThat(stack.records.list("")).isEmpty();
            } else {
                assertThat(drill.state()).isEqualTo(State.UNPROVEN);
                assertThat(stack.ecs.asked()).isEqualTo(1);
                DrillResult result =
                        stack.results().find("shop", String.valueOf(drill.drillId())).orElseThrow();
                assertThat(result.verdict()).isEqualTo(Verdict.UNPROVEN);
                Finding last = result.findings().getLast();
                assertThat(last.code()).isEqualTo(finding);
                assertThat(last.hint()).contains(hint);
                assertThat(stack.reported).containsExactly(result.drillId());
            }
        }
    }

    @Test
    void whoMayNotCountTasksIsToldWhichPermissionIsMissing() throws IOException {
        try (Stack stack = new Stack(directory)) {
            stack.plans("plans:\n" + stack.plan("shop")).backup("a.dump", Duration.ofHours(5));
            stack.ecs.sayToList(
                    FakeEcs.error(
                            400,
                            "AccessDeniedException",
                            "User: arn:aws:sts::123456789012:assumed-role/muster-TriggerRole-1A/t is"
                                    + " not authorized to perform: ecs:ListTasks on resource: *"));

            assertThatThrownBy(() -> stack.answer("{}"))
                    .isInstanceOfSatisfying(
                            MusterException.class,
                            e -> {
                                assertThat(e.code()).isEqualTo("TASKS_UNKNOWN");
                                assertThat(e.hint()).isEqualTo("allow this function ecs:ListTasks");
                            });
            assertThat(stack.orders().book().waiting()).hasSize(1);
        }
    }
}
