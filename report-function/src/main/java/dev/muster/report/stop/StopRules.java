package dev.muster.report.stop;

import static dev.muster.contract.FindingCode.DISK_FULL;
import static dev.muster.contract.FindingCode.MEMORY_EXHAUSTED;
import static dev.muster.contract.FindingCode.RESTORE_TIMEOUT;
import static dev.muster.contract.FindingCode.TASK_IMAGE_UNUSABLE;
import static dev.muster.contract.FindingCode.TASK_MISCONFIGURED;
import static dev.muster.contract.FindingCode.TASK_NOT_STARTED;
import static dev.muster.contract.FindingCode.TASK_NO_CAPACITY;
import static dev.muster.contract.FindingCode.TASK_RECLAIMED;
import static dev.muster.contract.FindingCode.TASK_REGISTRY_UNREACHABLE;
import static dev.muster.contract.FindingCode.TASK_STOPPED;

import dev.muster.contract.FindingCode;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The table of what ECS says when a task stops, from its developer guide ("stopped tasks error
 * messages") and from texts of real tasks. The first rule that applies decides.
 */
final class StopRules {
    private static final String ANY = "";
    private static final String PULL =
            "CannotPull|image manifest has been retried|can.t pull the image";
    private static final String INIT = "ResourceInitializationError";
    private static final String CONNECTION =
            "connection issue|network configuration|i/o timeout|request canceled|RequestCanceled"
                    + "|context canceled|deadline exceeded|no such host|connection re(?:set|fused)"
                    + "|TLS handshake|dial tcp|maximum number of attempts|signal: killed"
                    + "|unexpected EOF|: EOF|send request failed|unexpected status code 5\\d\\d";
    private static final String DENIED =
            "AccessDenied|access denied|not authorized|has the permissions|UnauthorizedOperation"
                    + "|UnrecognizedClient|unauthorized|\\b40[13] (?:Forbidden|Unauthorized)"
                    + "|status code 40[13]|no basic auth|kms:Decrypt";

    /** By this the StopTask of our own is told from that of a person. */
    static final String OVER_TIME = "muster: over its time";

    private static final String REACH =
            "nothing, if it was once; if it stays, let the task's subnets and security group reach"
                    + " ECR, S3, CloudWatch Logs and Secrets Manager, by endpoints or a route";
    private static final String ROOM =
            "nothing, if it was once; if it stays, give the stack larger subnets";

    static final List<StopRule> ALL =
            List.of(
                    rule(
                            ANY,
                            Pattern.quote(OVER_TIME),
                            RESTORE_TIMEOUT,
                            "the task ran past its time and was stopped by Muster"),
                    rule(
                            ANY,
                            "SpotInterruption|Spot Task was interrupted|TerminationNotice",
                            TASK_RECLAIMED,
                            "AWS took the Fargate Spot capacity back"),
                    rule(
                            ANY,
                            "performing maintenance on the underlying|InfrastructureHealth"
                                    + "|Host EC2 \\(instance .*\\) (?:terminated|stopped)"
                                    + "|underlying host",
                            TASK_RECLAIMED,
                            "AWS replaced the infrastructure below the task",
                            "nothing: AWS does this seldom"),
                    rule(
                            ANY,
                            "OutOfMemory|due to memory usage",
                            MEMORY_EXHAUSTED,
                            "the task was killed for using more than its memory"),
                    rule(
                            ANY,
                            "UserInitiated|[Ss]topped by user",
                            TASK_STOPPED,
                            "somebody stopped the task"),
                    // Images.
                    rule(
                            PULL,
                            "descriptor matching platform|no matching manifest",
                            TASK_IMAGE_UNUSABLE,
                            "the task's image is not built for the task's architecture"),
                    rule(
                            PULL,
                            "toomanyrequests|Too Many Requests|pull rate limit|[Rr]ate exceeded"
                                    + "|Throttling",
                            TASK_REGISTRY_UNREACHABLE,
                            "the registry refused the image for too many requests",
                            "nothing, if it was once; if it stays, keep the image in ECR"),
                    rule(
                            PULL,
                            "no space left on device",
                            DISK_FULL,
                            "the task's image does not fit on its disk",
                            "give the task more ephemeral storage"),
                    // Who is denied is told that there may be nothing, too.
                    rule(
                            PULL,
                            DENIED,
                            TASK_MISCONFIGURED,
                            "the task may not pull its image",
                            "let the task's execution role pull from the image's repository"),
                    rule(
                            PULL,
                            "manifest unknown|not found|does not exist|NotFound",
                            TASK_IMAGE_UNUSABLE,
                            "the task's image is not in its registry"),
                    rule(
                            PULL,
                            CONNECTION,
                            TASK_REGISTRY_UNREACHABLE,
                            "the task could not reach its image's registry"),
                    rule(
                            PULL,
                            ANY,
                            TASK_REGISTRY_UNREACHABLE,
                            "the task's image could not be pulled"),
                    // Starting the container.
                    rule(
                            "Cannot(?:Start|Create)Container|OCI runtime|ContainerRuntime",
                            "exec format error|no such file or directory|executable file not found"
                                    + "|permission denied",
                            TASK_IMAGE_UNUSABLE,
                            "the image's program cannot be run"),
                    // What the task needs before its container.
                    rule(
                            INIT + "|EBS|[Vv]olume",
                            "infrastructure role|Infrastructure Role",
                            TASK_MISCONFIGURED,
                            "ECS may not make the task's EBS volume",
                            "let ECS assume the stack's role for volumes, and that role make them"),
                    rule(
                            INIT + "|EBS|[Vv]olume",
                            "VolumeLimitExceeded|MaxIOPSLimitExceeded|[Qq]uota",
                            TASK_MISCONFIGURED,
                            "the account's quota of EBS volumes is used up",
                            "raise the quota of EBS storage in this region"),
                    rule(
                            "EBS|CannotCreateVolumeError|volume attachment",
                            ANY,
                            TASK_NOT_STARTED,
                            "the task's volume could not be made or attached"),
                    rule(
                            INIT,
                            "logger args.*awslogs-region",
                            TASK_MISCONFIGURED,
                            "the task definition's log options are wrong"),
                    rule(
                            INIT,
                            DENIED,
                            TASK_MISCONFIGURED,
                            "the task's execution role lacks a permission",
                            "give the execution role the permission that AWS names"),
                    rule(
                            INIT + ".*registry auth",
                            CONNECTION,
                            TASK_REGISTRY_UNREACHABLE,
                            "the task could not reach ECR to log in"),
                    rule(
                            INIT,
                            CONNECTION,
                            TASK_NOT_STARTED,
                            "the task could not reach what it needs to start",
                            REACH),
                    rule(
                            INIT,
                            "log group",
                            TASK_MISCONFIGURED,
                            "the task's log group does not exist"),
                    rule(
                            INIT,
                            "ResourceNotFound|can.t find|cannot find|json key|invalid character"
                                    + "|does not exist|ParameterNotFound|InvalidParameter",
                            TASK_MISCONFIGURED,
                            "a secret or setting that the task definition names does not exist"),
                    rule(
                            INIT,
                            "ENI|network interface|netplugin",
                            TASK_NOT_STARTED,
                            "AWS could not make the task's network interface"),
                    rule(INIT, ANY, TASK_NOT_STARTED, "AWS could not prepare what the task needs"),
                    rule(
                            "ResourceNotFoundException",
                            ANY,
                            TASK_MISCONFIGURED,
                            "something that the task definition names does not exist"),
                    // Placing the task.
                    rule(
                            ANY,
                            "Capacity is unavailable|insufficient capacity|RESOURCE:(?:CPU|MEMORY|ENI)"
                                    + "|limit on the number of (?:tasks|vCPUs)"
                                    + "|No Container Instances",
                            TASK_NO_CAPACITY,
                            "AWS had no capacity for the task"),
                    rule(
                            ANY,
                            "InsufficientFreeAddresses|free addresses",
                            TASK_NOT_STARTED,
                            "the task's subnet has no free address",
                            ROOM),
                    rule(
                            "[Nn]etwork [Ii]nterface|EC2 error|task definition",
                            DENIED
                                    + "|AuthFailure|TagPolicyViolation|InvalidSubnet|InvalidGroup"
                                    + "|InvalidSecurityGroup|not compatible with the selected",
                            TASK_MISCONFIGURED,
                            "the task's network or task definition does not fit"),
                    rule(
                            ANY,
                            "waiting for network interface|EC2 error while attempting"
                                    + "|attach network interface",
                            TASK_NOT_STARTED,
                            "AWS could not make the task's network interface in time"),
                    rule(
                            ANY,
                            "waiting for EphemeralStorage",
                            TASK_NOT_STARTED,
                            "AWS could not prepare the task's disk in time"),
                    rule(
                            ANY,
                            "Cannot(?:Start|Create|Inspect|Stop)Container|ContainerRuntime"
                                    + "|DockerTimeoutError|InternalError",
                            TASK_NOT_STARTED,
                            "AWS could not run the task's container"));

    private StopRules() {}

    private static StopRule rule(String category, String words, FindingCode code, String means) {
        return rule(category, words, code, means, null);
    }

    private static StopRule rule(
            String category, String words, FindingCode code, String means, @Nullable String hint) {
        return new StopRule(Pattern.compile(category), Pattern.compile(words), code, means, hint);
    }
}
