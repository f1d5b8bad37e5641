package dev.muster.report.stop;

import dev.muster.contract.MusterException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.Task;

/** Asks ECS about tasks that have not been heard of. ECS forgets a stopped task after an hour. */
public final class EcsTasks {
    private final EcsClient ecs;
    private final String cluster;

    public EcsTasks(EcsClient ecs, String cluster) {
        this.ecs = ecs;
        this.cluster = cluster;
    }

    /** What ECS knows of a task. */
    public sealed interface Known {
        /** It is not over. */
        record Running(String status) implements Known {}

        /** It is over. */
        record Stopped(StoppedTask task) implements Known {}

        /** ECS knows it no more. */
        record Forgotten() implements Known {}
    }

    /**
     * What became of the task.
     *
     * @throws MusterException TASKS_UNKNOWN where ECS does not answer
     */
    public Known ask(String taskArn) {
        try {
            List<Task> tasks = ecs.describeTasks(r -> r.cluster(cluster).tasks(taskArn)).tasks();
            if (tasks.isEmpty()) {
                return new Known.Forgotten();
            }
            Task task = tasks.getFirst();
            return "STOPPED".equals(task.lastStatus())
                    ? new Known.Stopped(stopped(task))
                    : new Known.Running(String.valueOf(task.lastStatus()));
        } catch (SdkException e) {
            throw failed("ask about", taskArn, e);
        }
    }

    /**
     * Stops a task that runs past its time; its event comes back with our reason.
     *
     * @throws MusterException TASKS_UNKNOWN where ECS refuses
     */
    public void stop(String taskArn) {
        try {
            ecs.stopTask(r -> r.cluster(cluster).task(taskArn).reason(StopRules.OVER_TIME));
        } catch (SdkException e) {
            throw failed("stop", taskArn, e);
        }
    }

    private MusterException failed(String what, String taskArn, SdkException e) {
        String why =
                e instanceof AwsServiceException answer && answer.awsErrorDetails() != null
                        ? "ECS answered " + answer.awsErrorDetails().errorCode()
                        : "ECS cannot be reached";
        return new MusterException(
                "TASKS_UNKNOWN",
                "cannot %s task \"%s\": %s".formatted(what, taskArn, why),
                "let the function describe and stop tasks of cluster \"" + cluster + "\"",
                e);
    }

    private static StoppedTask stopped(Task task) {
        return new StoppedTask(
                task.taskArn(),
                or(task.clusterArn(), ""),
                or(task.taskDefinitionArn(), ""),
                task.startedBy(),
                task.stopCodeAsString(),
                reasons(task),
                task.containers().stream()
                        .map(Container::exitCode)
                        .filter(Objects::nonNull)
                        .toList(),
                task.createdAt(),
                task.startedAt(),
                task.stoppedAt(),
                task.platformVersion(),
                task.capacityProviderName(),
                task.attributes().stream()
                        .filter(a -> "ecs.cpu-architecture".equals(a.name()))
                        .map(Attribute::value)
                        .findFirst()
                        .orElse(null),
                number(task.cpu()),
                number(task.memory()),
                request(task));
    }

    private static List<String> reasons(Task task) {
        Set<String> reasons = new LinkedHashSet<>();
        Optional.ofNullable(task.stoppedReason()).ifPresent(reasons::add);
        task.containers().stream()
                .map(Container::reason)
                .filter(Objects::nonNull)
                .forEach(reasons::add);
        task.attachments().stream()
                .flatMap(a -> a.details().stream())
                .filter(d -> "statusReason".equalsIgnoreCase(d.name()) && d.value() != null)
                .map(KeyValuePair::value)
                .forEach(reasons::add);
        return reasons.stream().filter(r -> !r.isBlank()).collect(Collectors.toList());
    }

    private static @Nullable String request(Task task) {
        if (task.overrides() == null) {
            return null;
        }
        return task.overrides().containerOverrides().stream()
                .flatMap(c -> c.environment().stream())
                .filter(v -> StoppedTask.REQUEST.equals(v.name()))
                .map(KeyValuePair::value)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Integer number(@Nullable String text) {
        try {
            return text == null ? null : Integer.valueOf(text.strip());
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private static String or(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }
}
