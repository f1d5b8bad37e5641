package dev.muster.endtoend;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the roles of the stack allow, beside what their actors called. */
final class Grants {
    /** What an allowed action is for, where no chapter of the story can use it. */
    static final Map<String, String> NOT_USED_HERE =
            Map.ofEntries(
                    Map.entry(
                            "TriggerRole WriteTheLog logs:CreateLogStream",
                            "Lambda itself writes the log"),
                    Map.entry(
                            "TriggerRole WriteTheLog logs:PutLogEvents",
                            "Lambda itself writes the log"),
                    Map.entry(
                            "ReportRole WriteTheLog logs:CreateLogStream",
                            "Lambda itself writes the log"),
                    Map.entry(
                            "ReportRole WriteTheLog logs:PutLogEvents",
                            "Lambda itself writes the log"),
                    Map.entry(
                            "TriggerRole KeepWhatFailed sqs:SendMessage",
                            "Lambda itself sends what failed"),
                    Map.entry(
                            "ReportRole KeepWhatFailed sqs:SendMessage",
                            "Lambda itself sends what failed"),
                    Map.entry(
                            "TriggerRole GiveDrillsTheirRoles iam:PassRole",
                            "ECS asks for it within RunTask"),
                    Map.entry(
                            "TriggerRole ReadParameters ssm:GetParameter",
                            "plans that name ssm: secrets"),
                    Map.entry(
                            "TriggerRole KeepTheOrders s3:DeleteObject",
                            "orders whose drill was recorded meanwhile"),
                    Map.entry(
                            "ReportRole AskAfterSilentDrills ecs:DescribeTasks",
                            "drills that ECS has not told of for hours"),
                    Map.entry(
                            "ReportRole AskAfterSilentDrills ecs:StopTask",
                            "drills that run past their time"),
                    Map.entry(
                            "TaskRole ReadParameters ssm:GetParameter",
                            "plans that name ssm: secrets"));

    private static final Map<String, String> ROLES =
            Map.of("trigger", "TriggerRole", "report", "ReportRole", "drill", "TaskRole");

    private final Cloud cloud;

    Grants(Cloud cloud) {
        this.cloud = cloud;
    }

    /** What was called although the caller's role does not allow it. */
    List<AwsCall> callsNotAllowed() {
        return cloud.calls().stream().filter(call -> !roleOf(call.actor()).allow(call)).toList();
    }

    private Statements roleOf(String actor) {
        String role = ROLES.get(actor);
        if (role == null) {
            throw new AssertionError("nobody of ours: " + actor);
        }
        return cloud.role(role);
    }

    /** What is allowed and was not used, each as its role, its statement and its action. */
    Set<String> idle() {
        Set<String> idle = new TreeSet<>();
        ROLES.forEach((actor, role) -> {
            Statements statements = cloud.role(role);
            List<AwsCall> own =
                    cloud.calls().stream().filter(c -> c.actor().equals(actor)).toList();
            for (String action : statements.actions()) {
                if (own.stream().noneMatch(call -> statements.usedBy(action, call))) {
                    idle.add(role + " " + action);
                }
            }
        });
        return idle;
    }
}
