package dev.muster.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.contract.ContractJson;
import dev.muster.contract.MusterException;
import dev.muster.report.alert.AlertSeverity;
import dev.muster.report.stop.Events;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportEventTest {

    @Test
    void samplesBesideTheCodeAreEvents() {
        assertThat(ReportEvent.of(Events.sample("task-stopped")))
                .isInstanceOf(ReportEvent.TaskStopped.class);
        assertThat(ReportEvent.of(Events.sample("report")))
                .isEqualTo(new ReportEvent.ResultLeft("shop", "20260301-shop-7c9e"));
        assertThat(ReportEvent.of(Events.sample("verdict-kept")))
                .isEqualTo(
                        new ReportEvent.VerdictKept(
                                "records/shop/20260301-shop-7c9e/kept/result.json"));
        assertThat(ReportEvent.of(Events.sample("overdue"))).isEqualTo(new ReportEvent.Overdue());
        assertThat(ReportEvent.of(Events.sample("test-alert")))
                .isEqualTo(new ReportEvent.Test(AlertSeverity.CRITICAL));
        assertThat(ReportEvent.of(Events.sample("test-alert-quiet")))
                .isEqualTo(new ReportEvent.Test(AlertSeverity.INFO));
    }

    @Test
    void aTaskThatHasNotStoppedIsPassedOver() {
        ObjectNode event = Events.sample("task-stopped-spot");
        ((ObjectNode) event.path("detail")).put("lastStatus", "RUNNING");

        assertThat(ReportEvent.of(event))
                .isEqualTo(new ReportEvent.Ignored("the task has not stopped, it is RUNNING"));
    }

    @Test
    void anObjectThatIsNoVerdictIsPassedOver() {
        ObjectNode event = Events.sample("verdict-kept");
        ((ObjectNode) event.at("/detail/object")).put("key", "records/shop/d/result.json");

        assertThat(ReportEvent.of(event)).isInstanceOf(ReportEvent.Ignored.class);
        event.remove("detail");
        assertThat(ReportEvent.of(event)).isInstanceOf(ReportEvent.Ignored.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "{} | EVENT_UNKNOWN | no event of the report function",
                "[] | EVENT_UNKNOWN | no event of the report function",
                "null | EVENT_UNKNOWN | no event of the report function",
                "\"overdue\" | EVENT_UNKNOWN | no event of the report function",
                "{\"overdue\":false} | EVENT_UNKNOWN | no event of the report function",
                "{\"overdue\":\"yes\"} | EVENT_UNKNOWN | no event of the report function",
                "{\"plan\":\"shop\"} | EVENT_UNKNOWN | no event of the report function",
                "{\"source\":\"aws.ecs\",\"detail-type\":\"ECS Service Action\"} | EVENT_UNKNOWN | no event of the report function",
                "{\"source\":\"aws.ecs\",\"detail-type\":\"ECS Task State Change\",\"detail\":{\"lastStatus\":\"STOPPED\"}} | EVENT_UNREADABLE | no \"detail.taskArn\"",
                "{\"report\":{}} | EVENT_UNREADABLE | no \"report.plan\"",
                "{\"report\":{\"plan\":\"shop\"}} | EVENT_UNREADABLE | no \"report.drillId\"",
                "{\"report\":{\"plan\":7,\"drillId\":\"x\"}} | EVENT_UNREADABLE | no \"report.plan\"",
                "{\"report\":\"shop\"} | EVENT_UNREADABLE | no \"report.plan\"",
                "{\"testAlert\":true,\"severity\":\"LOUD\"} | EVENT_UNREADABLE | \"LOUD\" is no severity",
            })
    void aBadEventIsAClearError(String json, String code, String message)
            throws JsonProcessingException {
        JsonNode event = ContractJson.mapper().readTree(json);

        assertThatThrownBy(() -> ReportEvent.of(event))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        MusterException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(code);
                            assertThat(e.hint()).isNotBlank();
                        });
    }
}
