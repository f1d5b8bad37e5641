package dev.muster.report.stop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.contract.request.DrillRequest;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TaskEventTest {

    @Test
    void everythingThatAReportNeedsIsRead() {
        StoppedTask task = TaskEvent.read(Events.sample("task-stopped"));

        assertThat(task.family()).isEqualTo("muster-drill");
        assertThat(task.taskId()).isEqualTo("c13b4cb40f1f4fe4a2971f76ae5a47ad");
        assertThat(task.drillId()).contains("20260301-shop-7c9e");
        assertThat(task.exitCodes()).containsExactly(0);
        assertThat(task.reasons()).containsExactly("Essential container in task exited");
        assertThat(task.began()).contains(Instant.parse("2026-03-01T03:01:05.640Z"));
        assertThat(task.seconds()).isEqualTo(1252.66);
        assertThat(task.cpuUnits()).isEqualTo(1024);
        assertThat(task.memoryMib()).isEqualTo(2048);
        assertThat(task.platformVersion()).isEqualTo("1.4.0");
        assertThat(task.capacityProvider()).isEqualTo("FARGATE");
        assertThat(task.architecture()).isEqualTo("x86_64");
        assertThat(DrillRequest.fromJson(String.valueOf(task.request())).plan()).isEqualTo("shop");
    }

    @Test
    void taskThatNeverRanHasNoExitCodeAndNoBeginningOfItsOwn() {
        StoppedTask task = TaskEvent.read(Events.sample("task-stopped-image-missing"));

        assertThat(task.exitCodes()).isEmpty();
        assertThat(task.startedAt()).isNull();
        assertThat(task.began()).contains(Instant.parse("2026-03-01T03:00:31.842Z"));
    }

    @Test
    void fieldsOfOtherTypesAndUnknownOnesArePassedOver() {
        ObjectNode event = Events.sample("task-stopped");
        ObjectNode detail = (ObjectNode) event.path("detail");
        detail.put("cpu", "many").put("createdAt", "yesterday").put("stopCode", 7);
        detail.put("startedBy", "ecs-svc/123").putObject("somethingNew").put("a", 1);
        detail.remove("overrides");

        StoppedTask task = TaskEvent.read(event);

        assertThat(task.cpuUnits()).isNull();
        assertThat(task.createdAt()).isNull();
        assertThat(task.stopCode()).isNull();
        assertThat(task.request()).isNull();
        assertThat(task.drillId()).isEmpty();
    }

    @Test
    void eventWithoutATaskIsRefused() {
        ObjectNode event = Events.sample("task-stopped");
        ((ObjectNode) event.path("detail")).remove("taskArn");

        assertThatThrownBy(() -> TaskEvent.read(event)).hasMessageContaining("\"detail.taskArn\"");
    }
}
