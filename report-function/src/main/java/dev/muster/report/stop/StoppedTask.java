package dev.muster.report.stop;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A task that ECS ran, or could not run, as its event {@code ECS Task State Change} or
 * DescribeTasks tells it.
 *
 * @param stopCode as ECS names it, for example {@code SpotInterruption}; null where it gave none
 * @param cpuUnits 1024 to a vCPU, and {@code memoryMib}, as the task was started with
 * @param request MUSTER_REQUEST of the overrides, null where the task was started without one
 * @param reasons what ECS says, most general first: of the task, its containers and its volumes
 */
public record StoppedTask(
        String taskArn,
        String clusterArn,
        String taskDefinitionArn,
        @Nullable String startedBy,
        @Nullable String stopCode,
        List<String> reasons,
        List<Integer> exitCodes,
        @Nullable Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant stoppedAt,
        @Nullable String platformVersion,
        @Nullable String capacityProvider,
        @Nullable String architecture,
        @Nullable Integer cpuUnits,
        @Nullable Integer memoryMib,
        @Nullable String request) {
    /** What our RunTask puts before the drill's id into {@code startedBy}. */
    public static final String STARTED_BY = "muster/";

    /** The variable of the overrides that carries the request. */
    static final String REQUEST = "MUSTER_REQUEST";

    public StoppedTask {
        reasons = List.copyOf(reasons);
        exitCodes = List.copyOf(exitCodes);
    }

    /** The family of its task definition, without the revision. */
    public String family() {
        String named = taskDefinitionArn.substring(taskDefinitionArn.lastIndexOf('/') + 1);
        int revision = named.lastIndexOf(':');
        return revision < 0 ? named : named.substring(0, revision);
    }

    /** The id by which the console and the log know it. */
    public String taskId() {
        return taskArn.substring(taskArn.lastIndexOf('/') + 1);
    }

    /** The drill's id from {@code startedBy}, where our RunTask could put it there. */
    public Optional<String> drillId() {
        return Optional.ofNullable(startedBy)
                .filter(by -> by.startsWith(STARTED_BY) && by.length() > STARTED_BY.length())
                .map(by -> by.substring(STARTED_BY.length()));
    }

    /** When the drill began, as well as ECS knows. */
    public Optional<Instant> began() {
        return Stream.of(startedAt, createdAt, stoppedAt).filter(Objects::nonNull).findFirst();
    }

    /** Seconds from its beginning to its end; 0 where ECS does not know both. */
    public double seconds() {
        Instant end = stoppedAt;
        return end == null
                ? 0
                : began().map(start ->
                                Math.max(0, (end.toEpochMilli() - start.toEpochMilli()) / 1e3))
                        .orElse(0.0);
    }

    /** All that ECS says, in one text that rules can search. */
    String words() {
        return Stream.concat(Stream.ofNullable(stopCode), reasons.stream())
                .collect(Collectors.joining("\n"));
    }
}
