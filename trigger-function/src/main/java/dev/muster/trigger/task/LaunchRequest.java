package dev.muster.trigger.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.contract.ContractJson;
import dev.muster.contract.FindingCode;
import dev.muster.contract.request.DrillRequest;
import dev.muster.records.order.OrderState.Starting;
import dev.muster.records.order.TaskSize;
import dev.muster.trigger.task.Launch.Refused;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.TaskOverride;
import software.amazon.awssdk.services.ecs.model.TaskVolumeConfiguration;

/** Writes a drill as ECS wants to be asked for its task. */
final class LaunchRequest {
    /** In characters, of all overrides as JSON; ECS refuses more. */
    private static final int LONGEST_OVERRIDES = 8192;

    /** The request's variable; the task reads its drill from it. */
    private static final String REQUEST = "MUSTER_REQUEST";

    private static final String PLANS = "MUSTER_PLANS";

    /** What a volume of gp3 gives at best for little money, as it lives for hours. */
    private static final int VOLUME_IOPS = 6000;

    private static final int VOLUME_MIB_PER_SECOND = 500;

    private LaunchRequest() {}

    /** The overrides are longer than ECS takes. */
    static final class TooLong extends Exception {
        private static final long serialVersionUID = 1L;

        private final int length;

        TooLong(int length) {
            super("the overrides have " + length + " characters");
            this.length = length;
        }

        Refused refused() {
            return new Refused(
                    FindingCode.TASK_MISCONFIGURED,
                    false,
                    "the drill's request takes %d characters, and ECS takes %d"
                            .formatted(length, LONGEST_OVERRIDES),
                    "shorten the plan's name, keys or number of stores");
        }
    }

    /**
     * Whether a request fits into what ECS takes.
     *
     * @param plans where the plan file lies
     */
    static boolean fits(
            TaskSettings settings,
            DrillRequest request,
            String plans,
            TaskSize size,
            Map<String, String> environment) {
        return length(settings, variables(request, plans, environment), size) <= LONGEST_OVERRIDES;
    }

    static RunTaskRequest of(TaskSettings settings, Starting claim, Map<String, String> environment)
            throws TooLong {
        TaskSize size = claim.size();
        Map<String, String> variables = variables(claim.request(), claim.plans(), environment);
        int length = length(settings, variables, size);
        if (length > LONGEST_OVERRIDES) {
            throw new TooLong(length);
        }
        String drillId = claim.request().drillId();
        RunTaskRequest.Builder request =
                RunTaskRequest.builder()
                        .cluster(settings.cluster())
                        .clientToken(drillId)
                        .startedBy("muster/" + drillId)
                        .count(1)
                        .networkConfiguration(n ->
                                n.awsvpcConfiguration(v ->
                                        v.subnets(settings.subnets())
                                                .securityGroups(settings.securityGroups())
                                                .assignPublicIp(
                                                        settings.assignPublicIp()
                                                                ? AssignPublicIp.ENABLED
                                                                : AssignPublicIp.DISABLED)))
                        .overrides(overrides(settings, variables, size));
        String provider = settings.capacityProvider();
        if (provider == null) {
            request.launchType(LaunchType.FARGATE);
        } else {
            request.capacityProviderStrategy(
                    CapacityProviderStrategyItem.builder()
                            .capacityProvider(provider)
                            .weight(1)
                            .build());
        }
        String large = settings.largeTaskDefinition();
        if (size.volume() && large != null) {
            request.taskDefinition(large).volumeConfigurations(volume(settings, size));
        } else {
            request.taskDefinition(settings.taskDefinition());
        }
        return request.build();
    }

    private static Map<String, String> variables(
            DrillRequest request, String plans, Map<String, String> environment) {
        Map<String, String> variables = new LinkedHashMap<>(environment);
        variables.put(REQUEST, request.toJson());
        variables.put(PLANS, plans);
        return variables;
    }

    private static TaskOverride overrides(
            TaskSettings settings, Map<String, String> variables, TaskSize size) {
        return TaskOverride.builder()
                .cpu("" + size.cpu())
                .memory("" + size.memoryMiB())
                .applyMutation(o -> {
                    if (!size.volume()) {
                        o.ephemeralStorage(e -> e.sizeInGiB(size.diskGiB()));
                    }
                })
                .containerOverrides(
                        ContainerOverride.builder()
                                .name(settings.container())
                                .environment(
                                        variables.entrySet().stream()
                                                .map(v ->
                                                        KeyValuePair.builder()
                                                                .name(v.getKey())
                                                                .value(v.getValue())
                                                                .build())
                                                .toList())
                                .build())
                .build();
    }

    private static TaskVolumeConfiguration volume(TaskSettings settings, TaskSize size) {
        return TaskVolumeConfiguration.builder()
                .name(settings.volume())
                .managedEBSVolume(v ->
                        v.sizeInGiB(size.diskGiB())
                                .volumeType("gp3")
                                .iops(VOLUME_IOPS)
                                .throughput(VOLUME_MIB_PER_SECOND)
                                .encrypted(true)
                                .filesystemType("xfs")
                                .roleArn(settings.volumeRole())
                                .terminationPolicy(p -> p.deleteOnTermination(true)))
                .build();
    }

    /** As the SDK writes them. */
    private static int length(TaskSettings settings, Map<String, String> variables, TaskSize size) {
        ObjectNode json = ContractJson.mapper().createObjectNode();
        ObjectNode container = json.putArray("containerOverrides").addObject();
        container.put("name", settings.container());
        variables.forEach((name, value) ->
                container
                        .withArray("environment")
                        .addObject()
                        .put("name", name)
                        .put("value", value));
        json.put("cpu", "" + size.cpu()).put("memory", "" + size.memoryMiB());
        json.putObject("ephemeralStorage").put("sizeInGiB", size.diskGiB());
        return json.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    static Refused noVolume(TaskSize size) {
        return new Refused(
                FindingCode.TASK_MISCONFIGURED,
                false,
                "the drill needs %d GiB of disk, and without a volume a task has %d GiB at most"
                        .formatted(size.diskGiB(), TaskSizing.LARGEST_OWN_DISK),
                "deploy the stack with its large task definition, or set restore.disk in the plan");
    }
}
