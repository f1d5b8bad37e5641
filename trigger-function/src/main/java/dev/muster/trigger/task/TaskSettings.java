package dev.muster.trigger.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where tasks run.
 *
 * @param taskDefinition of drills whose disk is the task's own: a family, with or without a
 *     revision, or an ARN
 * @param largeTaskDefinition of drills that need a volume, or null where the stack has none
 * @param container the name of the container in both
 * @param volume the name of the volume that is configured at launch in the large one
 * @param volumeRole the role by which ECS makes the volume, or null
 * @param capacityProvider for example FARGATE_SPOT, or null for Fargate itself
 */
public record TaskSettings(
        String cluster,
        String taskDefinition,
        @Nullable String largeTaskDefinition,
        String container,
        String volume,
        @Nullable String volumeRole,
        List<String> subnets,
        List<String> securityGroups,
        boolean assignPublicIp,
        @Nullable String capacityProvider) {

    public TaskSettings {
        subnets = List.copyOf(subnets);
        securityGroups = List.copyOf(securityGroups);
    }

    /** The families whose tasks are drills. */
    List<String> families() {
        return largeTaskDefinition == null
                ? List.of(family(taskDefinition))
                : List.of(family(taskDefinition), family(largeTaskDefinition));
    }

    private static String family(String definition) {
        return definition.replaceFirst("^arn:.*?task-definition/", "").replaceFirst(":\\d+$", "");
    }
}
