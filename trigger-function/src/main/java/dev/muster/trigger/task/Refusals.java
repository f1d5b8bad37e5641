package dev.muster.trigger.task;

import dev.muster.contract.FindingCode;
import dev.muster.trigger.task.Launch.Refused;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.model.Failure;

/** Says what it means that ECS did not start a task, and what to do. */
final class Refusals {
    /**
     * What ECS says, in small letters, and what that means. The first that fits counts.
     *
     * @param says a part of the error's code or message
     */
    private record Rule(String says, FindingCode code, boolean passing, String hint) {}

    /** The action that starts a task. */
    static final String RUN_TASK = "ecs:RunTask";

    /** The reason of a failure in an answer; an error quotes the resource that it is about. */
    private static final Pattern NO_ROOM = Pattern.compile("^RESOURCE:(CPU|MEMORY|ENI)\\b");

    private static final String QUOTA =
            "ask for a higher quota of Fargate vCPUs (Service Quotas, AWS Fargate), or lower the"
                    + " stack's number of tasks at once";
    private static final String CAPACITY =
            "give the stack subnets in more availability zones, or drill at another hour";
    private static final String LATER = "drill again later";

    /**
     * A denial quotes ARNs, whose names may hold any of the other rules' words. So it comes first.
     */
    private static final List<String> DENIALS =
            List.of("accessdenied", "not authorized to perform", "unauthorizedoperation");

    private static final List<Rule> RULES =
            List.of(
                    wrong("insufficient permission", "let the stack's roles do what AWS names"),
                    passing("limit on the number of vcpus", FindingCode.TASK_NO_CAPACITY, QUOTA),
                    passing("limit on the number of tasks", FindingCode.TASK_NO_CAPACITY, QUOTA),
                    passing("limitexceeded", FindingCode.TASK_NO_CAPACITY, QUOTA),
                    passing("servicequota", FindingCode.TASK_NO_CAPACITY, QUOTA),
                    passing("throttl", FindingCode.TASK_NOT_STARTED, LATER),
                    passing("rate exceeded", FindingCode.TASK_NOT_STARTED, LATER),
                    passing("requestlimitexceeded", FindingCode.TASK_NOT_STARTED, LATER),
                    passing("toomanyrequests", FindingCode.TASK_NOT_STARTED, LATER),
                    passing("capacity is unavailable", FindingCode.TASK_NO_CAPACITY, CAPACITY),
                    passing("insufficient", FindingCode.TASK_NO_CAPACITY, CAPACITY),
                    wrong("expiredtoken", "look at the function's role and the clock"),
                    wrong("unrecognizedclient", "look at the function's role and the region"),
                    wrong(
                            "unable to assume",
                            "let ecs-tasks.amazonaws.com assume the task's roles"),
                    wrong("blocked", "ask AWS Support: the account may start no tasks"),
                    wrong("clusternotfound", "correct the stack's cluster, or deploy it again"),
                    wrong("cluster not found", "correct the stack's cluster, or deploy it again"),
                    wrong(
                            "subnet",
                            "correct the stack's subnets: all of one VPC, and in this region"),
                    wrong(
                            "security group",
                            "correct the stack's security groups: of the subnets' VPC"),
                    wrong(
                            "taskdefinition",
                            "deploy the stack again: the task definition is gone or inactive"),
                    wrong(
                            "task definition",
                            "deploy the stack again: the task definition is gone or inactive"),
                    wrong("overrides length", "shorten the plan's name, keys or number of stores"),
                    wrong("capacity provider", "add the capacity provider to the cluster"),
                    wrong(
                            "no fargate configuration",
                            "choose a region and a platform that has Fargate tasks of this size"),
                    wrong("volume", "compare the large task definition with the stack's template"),
                    wrong("invalidparameter", "correct what is named, then deploy the stack again"),
                    wrong("clientexception", "correct what is named, then deploy the stack again"),
                    wrong("unsupportedfeature", "drill in a region that has Fargate's features"),
                    wrong("platform", "drill in a region that has Fargate's newest platform"));

    private Refusals() {}

    private static Rule passing(String says, FindingCode code, String hint) {
        return new Rule(says, code, true, hint);
    }

    private static Rule wrong(String says, String hint) {
        return new Rule(says, FindingCode.TASK_MISCONFIGURED, false, hint);
    }

    /** Whether ECS has said no; otherwise it may have started the task all the same. */
    static boolean isAnswer(SdkException e) {
        return e instanceof AwsServiceException answer
                && answer.statusCode() < 500
                && answer.numAttempts() <= 1;
    }

    /**
     * Of an error in place of an answer.
     *
     * @param asked the action that was asked for, as IAM names it
     */
    static Refused of(SdkException e, String asked) {
        if (!(e instanceof AwsServiceException answer)) {
            return new Refused(
                    FindingCode.TASK_NOT_STARTED,
                    true,
                    "ECS could not be asked for a task: " + firstLine(e.getMessage()),
                    "look at the function's network and region");
        }
        AwsErrorDetails details = answer.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        String said = details == null ? "" : firstLine(details.errorMessage());
        String message =
                "ECS answered %d%s%s"
                        .formatted(
                                answer.statusCode(),
                                code.isEmpty() ? "" : " " + code,
                                said.isEmpty() ? "" : ": " + said);
        String plain = (code + " " + said).toLowerCase(Locale.ROOT);
        if (DENIALS.stream().anyMatch(plain::contains)) {
            return denied(plain, message, asked);
        }
        boolean failing = answer.statusCode() >= 500 || answer.statusCode() == 429;
        return refused(plain, message, failing || code.equals("ServerException"));
    }

    private static Refused denied(String plain, String message, String asked) {
        String hint =
                plain.contains("perform: iam:passrole")
                        ? "allow this function iam:PassRole for the task's two roles, to ECS"
                        : asked.equals(RUN_TASK)
                                ? "allow this function ecs:RunTask for the drill's task definitions"
                                : "allow this function " + asked;
        return new Refused(FindingCode.TASK_MISCONFIGURED, false, message, hint);
    }

    /** Of an answer that lists failures and no task. */
    static Refused of(List<Failure> failures) {
        if (failures.isEmpty()) {
            return new Refused(
                    FindingCode.TASK_NOT_STARTED,
                    true,
                    "ECS answered with neither a task nor a failure",
                    LATER);
        }
        Failure first = failures.getFirst();
        String said =
                firstLine(first.reason())
                        + (first.detail() == null ? "" : ": " + firstLine(first.detail()));
        String message = "ECS started no task: " + said;
        return NO_ROOM.matcher(said).find()
                ? new Refused(FindingCode.TASK_NO_CAPACITY, true, message, CAPACITY)
                : refused(said.toLowerCase(Locale.ROOT), message, false);
    }

    private static Refused refused(String plain, String message, boolean failing) {
        return RULES.stream()
                .filter(rule -> plain.contains(rule.says()))
                .findFirst()
                .map(rule -> new Refused(rule.code(), rule.passing(), message, rule.hint()))
                .orElseGet(() ->
                        failing
                                ? new Refused(FindingCode.TASK_NOT_STARTED, true, message, LATER)
                                : new Refused(
                                        FindingCode.TASK_NOT_STARTED,
                                        false,
                                        message,
                                        "look up what AWS says here, then drill again"));
    }

    private static String firstLine(@Nullable String text) {
        String line = text == null ? "" : text.lines().findFirst().orElse("").strip();
        return line.length() > 300 ? line.substring(0, 300) + "…" : line;
    }
}
