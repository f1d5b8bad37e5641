package dev.muster.report.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts of AWS's developer guide and of real tasks, with what each of them means for a drill. */
class StopReasonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            nullValues = "-",
            value = {
                // Memory.
                "EssentialContainerExited | Essential container in task exited | 137 | OutOfMemoryError: Container killed due to memory usage | MEMORY_EXHAUSTED | false",
                "EssentialContainerExited | OutOfMemoryError: container killed due to memory usage | 137 | - | MEMORY_EXHAUSTED | false",
                "EssentialContainerExited | Essential container in task exited | 137 | - | MEMORY_EXHAUSTED | false",
                // Reclaimed.
                "SpotInterruption | Your Spot Task was interrupted. | 137 | - | TASK_RECLAIMED | true",
                "SpotInterruption | Your Spot Task was interrupted. | - | - | TASK_RECLAIMED | true",
                "TerminationNotice | Your Spot Task was interrupted. | 143 | - | TASK_RECLAIMED | true",
                "ServiceSchedulerInitiated | ECS is performing maintenance on the underlying infrastructure hosting the task | 137 | - | TASK_RECLAIMED | true",
                "InfrastructureHealth | - | 137 | - | TASK_RECLAIMED | true",
                // Stopped.
                "UserInitiated | Task stopped by user | 143 | - | TASK_STOPPED | false",
                "UserInitiated | looks stuck, stopping (jane) | 137 | - | TASK_STOPPED | false",
                "UserInitiated | Task stopped by user | - | CannotPullContainerError: context canceled | TASK_STOPPED | false",
                "UserInitiated | muster: over its time | 143 | - | RESTORE_TIMEOUT | false",
                // Images.
                "TaskFailedToStart | CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref 1.dkr.ecr.us-east-1.amazonaws.com/api:v42: failed to do request: Head \"https://1.dkr.ecr.us-east-1.amazonaws.com/v2/api/manifests/v42\": dial tcp 10.0.3.17:443: i/o timeout | - | - | TASK_REGISTRY_UNREACHABLE | true",
                "TaskFailedToStart | CannotPullContainerError: API error (500): Get https://111122223333.dkr.ecr.us-east-1.amazonaws.com/v2/: net/http: request canceled while waiting for connection | - | - | TASK_REGISTRY_UNREACHABLE | true",
                "TaskFailedToStart | CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReaderSeeker: failed open: unexpected status code 503 | - | - | TASK_REGISTRY_UNREACHABLE | true",
                "TaskFailedToStart | CannotPullContainerError: The task cannot pull 'muster' from the Amazon ECR repository '1.dkr.ecr.eu-central-1.amazonaws.com/muster'. There is a connection issue between the task and Amazon ECR. Check your task network configuration. | - | - | TASK_REGISTRY_UNREACHABLE | true",
                "TaskFailedToStart | CannotPullContainerError: ERROR: toomanyrequests: Too Many Requests | - | - | TASK_REGISTRY_UNREACHABLE | true",
                "TaskFailedToStart | CannotPullContainerError: inspect image has been retried 1 time(s): You have reached your pull rate limit. You may increase the limit | - | - | TASK_REGISTRY_UNREACHABLE | true",
                "TaskFailedToStart | CannotPullContainerError: something that nobody has seen yet | - | - | TASK_REGISTRY_UNREACHABLE | true",
                "TaskFailedToStart | CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref 1.dkr.ecr.eu-west-1.amazonaws.com/muster:1@sha256:4031: not found | - | - | TASK_IMAGE_UNUSABLE | false",
                "TaskFailedToStart | CannotPullContainerError: API error (404): repository 111122223333.dkr.ecr.us-east-1.amazonaws.com/muster not found | - | - | TASK_IMAGE_UNUSABLE | false",
                "TaskFailedToStart | CannotPullContainerError: Error response from daemon: manifest unknown: Requested image not found | - | - | TASK_IMAGE_UNUSABLE | false",
                "TaskFailedToStart | CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/arm64' | - | - | TASK_IMAGE_UNUSABLE | false",
                "TaskFailedToStart | CannotPullContainerError: The task can’t pull the image. Check that the role has the permissions to pull images from the registry. | - | - | TASK_MISCONFIGURED | false",
                "TaskFailedToStart | CannotPullContainerError: pull access denied for muster, repository requires authorization | - | - | TASK_MISCONFIGURED | false",
                "TaskFailedToStart | CannotPullContainerError: Error response from daemon: pull access denied for muster, repository does not exist or may require 'docker login': denied: requested access to the resource is denied | - | - | TASK_MISCONFIGURED | false",
                "TaskFailedToStart | CannotPullContainerError: pull access denied for 111122223333.dkr.ecr.us-east-1.amazonaws.com/muster, repository does not exist or may require 'docker login': denied: User: arn:aws:sts::111122223333:assumed-role/muster-ExecutionRole/1 is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:us-east-1:111122223333:repository/muster because no identity-based policy allows the ecr:BatchGetImage action | - | - | TASK_MISCONFIGURED | false",
                "TaskFailedToStart | CannotPullContainerError: failed to resolve ref x: unexpected status from HEAD request: 403 Forbidden | - | - | TASK_MISCONFIGURED | false",
                "TaskFailedToStart | CannotPullContainerError: write /var/lib/docker/tmp/GetImageBlob111111111: no space left on device | - | - | DISK_FULL | false",
                // What comes before the container.
                "TaskFailedToStart | ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. operation error ECR: GetAuthorizationToken, exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, Post \"https://api.ecr.eu-north-1.amazonaws.com/\": dial tcp 13.53.180.123:443: i/o timeout | - | - | TASK_REGISTRY_UNREACHABLE | true",
                "TaskFailedToStart | ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): operation error ECR: GetAuthorizationToken, https response error StatusCode: 400, api error AccessDeniedException: User: arn:aws:sts::1:assumed-role/x/y is not authorized to perform: ecr:GetAuthorizationToken | - | - | TASK_MISCONFIGURED | false",
                "TaskFailedToStart | ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:eu-central-1:1:secret:s: ResourceNotFoundException: Secrets Manager can't find the specified secret. | - | - | TASK_MISCONFIGURED | false",
                "TaskFailedToStart | ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 5 time(s): failed to fetch secret x from secrets manager: RequestCanceled: request context canceled caused by: context deadline exceeded | - | - | TASK_REGISTRY_UNREACHABLE | true",
                "TaskFailedToStart | ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1 | - | - | TASK_MISCONFIGURED | false",
                "TaskFailedToStart | ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed | - | - | TASK_NOT_STARTED | true",
                "TaskFailedToStart | ResourceInitializationError: failed to validate logger args: unable to get awslogs driver arguments: awslogs-region is required | - | - | TASK_MISCONFIGURED | false",
                "TaskFailedToStart | ResourceInitializationError: failed to configure ENI: failed to setup regular eni: netplugin failed with no error message | - | - | TASK_NOT_STARTED | true",
                "TaskFailedToStart | Timeout waiting for network interface provisioning to complete. | - | - | TASK_NOT_STARTED | true",
                "TaskFailedToStart | Timeout waiting for EphemeralStorage provisioning to complete. | - | - | TASK_NOT_STARTED | true",
                "TaskFailedToStart | Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet 'subnet-1': InsufficientFreeAddressesInSubnet | - | - | TASK_NOT_STARTED | true",
                "TaskFailedToStart | Unexpected EC2 error while attempting to tag the network interface: TagPolicyViolation | - | - | TASK_MISCONFIGURED | false",
                "TaskFailedToStart | Unexpected EC2 error while attempting to attach network interface to instance | - | - | TASK_NOT_STARTED | true",
                "TaskFailedToStart | Capacity is unavailable at this time. Please try again later or in a different availability zone | - | - | TASK_NO_CAPACITY | true",
                "TaskFailedToStart | The selected task definition is not compatible with the selected compute strategy. | - | - | TASK_MISCONFIGURED | false",
                "TaskFailedToStart | ECS was unable to assume the configured ECS Infrastructure Role 'arn:aws:iam::111122223333:role/ecsInfrastructureRole'. Please verify that the role being passed has the proper trust relationship with Amazon ECS; EBS volume | - | - | TASK_MISCONFIGURED | false",
                "TaskFailedToStart | ECS timed out while configuring the EBS volume attachment to your Task. | - | - | TASK_NOT_STARTED | true",
                "TaskFailedToStart | ECS failed to set up the EBS volume. Encountered VolumeLimitExceeded | - | - | TASK_MISCONFIGURED | false",
                "TaskFailedToStart | InternalError: unexpected | - | - | TASK_NOT_STARTED | true",
                "TaskFailedToStart | - | - | - | TASK_NOT_STARTED | true",
                "TaskFailedToStart | Task failed to start | - | CannotStartContainerError: ResourceInitializationError: failed to create new container runtime task: OCI runtime create failed: exec: \"/opt/muster/bin/java\": no such file or directory | TASK_IMAGE_UNUSABLE | false",
                "EssentialContainerExited | Essential container in task exited | 1 | CannotStartContainerError: exec /opt/java: exec format error | TASK_IMAGE_UNUSABLE | false",
                // It ran, and left nothing.
                "EssentialContainerExited | Essential container in task exited | 0 | - | TASK_LEFT_NO_RESULT | false",
                "EssentialContainerExited | Essential container in task exited | 1 | - | TASK_LEFT_NO_RESULT | false",
                "EssentialContainerExited | Essential container in task exited | 2 | - | TASK_LEFT_NO_RESULT | false",
                "EssentialContainerExited | Essential container in task exited | 139 | - | TASK_CRASHED | false",
                "EssentialContainerExited | Essential container in task exited | 134 | - | TASK_CRASHED | false",
                "EssentialContainerExited | Essential container in task exited | 143 | - | INTERRUPTED | false",
                "EssentialContainerExited | Essential container in task exited | 64 | - | TASK_MISCONFIGURED | false",
                "EssentialContainerExited | Essential container in task exited | 127 | - | TASK_IMAGE_UNUSABLE | false",
                "- | - | 3 | - | TASK_LEFT_NO_RESULT | false",
            })
    void whatEcsSaysIsNamed(
            @Nullable String stopCode,
            @Nullable String stoppedReason,
            @Nullable Integer exitCode,
            @Nullable String containerReason,
            FindingCode expected,
            boolean passing) {
        StoppedTask task =
                TaskEvent.read(Events.stopped(stopCode, stoppedReason, exitCode, containerReason));

        Finding finding = StopReason.of(task);

        assertThat(finding.code()).isEqualTo(expected);
        assertThat(finding.cause()).isEqualTo(Cause.ENVIRONMENT);
        assertThat(finding.decides()).isTrue();
        assertThat(finding.hint()).isNotBlank();
        assertThat(finding.code().isPassing()).isEqualTo(passing);
        assertThat(finding.message()).matches("(?s)(AWS |ECS |[a-z]).*[^.\\n]");
    }

    @Test
    void awsIsQuotedAndMemoryNamed() {
        StoppedTask task = TaskEvent.read(Events.sample("task-stopped-out-of-memory"));

        assertThat(StopReason.of(task).message())
                .isEqualTo(
                        "the task was killed for using more than its memory of 2048 MiB; AWS says"
                                + " \"Essential container in task exited\", \"OutOfMemoryError:"
                                + " Container killed due to memory usage\"");
        assertThat(StopReason.of(task).object()).isEqualTo("c13b4cb40f1f4fe4a2971f76ae5a47ad");
    }

    @Test
    void signaturesOfPresignedUrlsAreNotKept() {
        String said =
                "CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy:"
                        + " httpReaderSeeker: failed open: failed to do request: Get"
                        + " \"https://prod-eu-central-1-starport-layer-bucket.s3.eu-central-1"
                        + ".amazonaws.com/0f/layer?X-Amz-Algorithm=AWS4-HMAC-SHA256"
                        + "&X-Amz-Credential=ASIAIOSFODNN7EXAMPLE%2F20260301&X-Amz-Signature=abc123\":"
                        + " dial tcp 52.219.1.1:443: i/o timeout";
        StoppedTask task = TaskEvent.read(Events.stopped("TaskFailedToStart", said, null, null));

        String message = StopReason.of(task).message();

        assertThat(message).contains("/0f/layer?…", "i/o timeout");
        assertThat(message).doesNotContain("X-Amz", "abc123", "ASIA");
    }

    @Test
    void aLongStoryIsCut() {
        StoppedTask task =
                TaskEvent.read(
                        Events.stopped("TaskFailedToStart", "x".repeat(9000), null, "y\n\ny"));

        assertThat(StopReason.of(task).message()).hasSizeLessThan(600).contains("…", "\"y y\"");
    }

    @Test
    void reasonOfAVolumeIsHeard() {
        var event = Events.stopped("TaskFailedToStart", "Task failed to start", null, null);
        event.withObject("/detail")
                .withArray("/attachments")
                .addObject()
                .put("type", "AmazonElasticBlockStorage")
                .putArray("details")
                .addObject()
                .put("name", "statusReason")
                .put("value", "ECS timed out while configuring the EBS volume attachment");

        Finding finding = StopReason.of(TaskEvent.read(event));

        assertThat(finding.code()).isEqualTo(FindingCode.TASK_NOT_STARTED);
        assertThat(finding.message()).contains("volume could not be made or attached");
    }
}
