package dev.muster.report.overdue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/** An ECS that knows the tasks it was told of. */
final class FakeEcs implements EcsClient {
    private final Map<String, Task> tasks = new HashMap<>();
    private final List<String> stopped = new ArrayList<>();
    private boolean down;
    private String defective = "none";

    void knows(Task task) {
        tasks.put(task.taskArn(), task);
    }

    /** Answers what nobody expects for this task. */
    void defective(String taskArn) {
        defective = taskArn;
    }

    void goDown() {
        down = true;
    }

    List<String> stopped() {
        return stopped;
    }

    @Override
    public DescribeTasksResponse describeTasks(DescribeTasksRequest request) {
        if (down) {
            throw SdkClientException.create("no connection");
        }
        if (request.tasks().contains(defective)) {
            throw new IllegalStateException("a defect");
        }
        List<Task> known =
                request.tasks().stream().filter(tasks::containsKey).map(tasks::get).toList();
        return DescribeTasksResponse.builder().tasks(known).build();
    }

    @Override
    public StopTaskResponse stopTask(StopTaskRequest request) {
        stopped.add(request.task() + ": " + request.reason());
        return StopTaskResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return "ecs";
    }

    @Override
    public void close() {}
}
