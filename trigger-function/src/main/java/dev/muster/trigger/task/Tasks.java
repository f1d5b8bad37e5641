package dev.muster.trigger.task;

import dev.muster.contract.MusterException;
import dev.muster.contract.request.DrillRequest;
import dev.muster.records.order.OrderState.Starting;
import dev.muster.records.order.TaskSize;
import dev.muster.trigger.task.Launch.Launched;
import dev.muster.trigger.task.Launch.Refused;
import dev.muster.trigger.task.Launch.Unanswered;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ConflictException;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;

/** The tasks that drill, as ECS has them: counts them, and starts one. */
public final class Tasks {
    private final EcsClient ecs;
    private final TaskSettings settings;
    private final Backoff backoff;

    public Tasks(EcsClient ecs, TaskSettings settings, Backoff backoff) {
        this.ecs = ecs;
        this.settings = settings;
        this.backoff = backoff;
    }

    /**
     * The ARNs of all drills' tasks that run or are about to.
     *
     * @throws MusterException TASKS_UNKNOWN where ECS does not tell
     */
    public Set<String> running() {
        try {
            return listed();
        } catch (SdkException e) {
            Refused refused = Refusals.of(e, "ecs:ListTasks");
            throw new MusterException(
                    "TASKS_UNKNOWN",
                    "the running drills cannot be counted: " + refused.message(),
                    refused.hint(),
                    e);
        }
    }

    private Set<String> listed() {
        Set<String> running = new HashSet<>();
        for (String family : settings.families()) {
            ecs.listTasksPaginator(r ->
                            r.cluster(settings.cluster())
                                    .family(family)
                                    .desiredStatus(DesiredStatus.RUNNING))
                    .taskArns()
                    .forEach(running::add);
        }
        return running;
    }

    /** Whether a drill's request fits into what ECS takes along with a task. */
    public boolean fits(
            DrillRequest request, String plans, TaskSize size, Map<String, String> environment) {
        return LaunchRequest.fits(settings, request, plans, size, environment);
    }

    /** What keeps this stack from ever starting a task of this size, or null. */
    public @Nullable Refused impossible(TaskSize size) {
        boolean served =
                !size.volume()
                        || (settings.largeTaskDefinition() != null
                                && settings.volumeRole() != null);
        return served ? null : LaunchRequest.noVolume(size);
    }

    /**
     * Asks for the task of a drill that was claimed, again and again where that may help. Asked
     * twice for the same drill, by whomever, ECS starts one task.
     *
     * @param left how much time there is for it
     */
    public Launch launch(Starting claim, Map<String, String> environment, Supplier<Duration> left) {
        RunTaskRequest request;
        try {
            request = LaunchRequest.of(settings, claim, environment);
        } catch (LaunchRequest.TooLong e) {
            return e.refused();
        }
        boolean unanswered = false;
        for (int failures = 1; ; failures++) {
            Launch launch = ask(request);
            unanswered |= launch instanceof Unanswered;
            Refused refused = refused(launch);
            if (refused == null || !refused.passing()) {
                return launch;
            }
            Duration pause = backoff.after(failures);
            boolean enough =
                    failures >= backoff.attempts()
                            || left.get().compareTo(pause) <= 0
                            || !slept(pause);
            if (enough) {
                // An earlier request may have got its task, whatever the last one got.
                return unanswered ? new Unanswered(refused) : launch;
            }
        }
    }

    private static @Nullable Refused refused(Launch launch) {
        return switch (launch) {
            case Launched _ -> null;
            case Unanswered unanswered -> unanswered.refused();
            case Refused refused -> refused;
        };
    }

    private Launch ask(RunTaskRequest request) {
        try {
            RunTaskResponse answer = ecs.runTask(request);
            return answer.hasTasks() && !answer.tasks().isEmpty()
                    ? new Launched(answer.tasks().getFirst().taskArn())
                    : Refusals.of(answer.failures());
        } catch (ConflictException e) {
            // The token is in use: a request of this drill, made by another hand, has its task.
            return e.hasResourceIds() && !e.resourceIds().isEmpty()
                    ? new Launched(e.resourceIds().getFirst())
                    : Refusals.of(e, Refusals.RUN_TASK);
        } catch (SdkException e) {
            Refused refused = Refusals.of(e, Refusals.RUN_TASK);
            return Refusals.isAnswer(e) || !refused.passing() ? refused : new Unanswered(refused);
        }
    }

    private static boolean slept(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
