package dev.muster.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    static final Map<String, String> STACK =
            Map.of(
                    "AWS_REGION", "eu-central-1",
                    "MUSTER_PLANS", "s3://config/muster.yaml",
                    "MUSTER_RECORDS", "s3://records",
                    "MUSTER_STATE", "s3://config/state",
                    "MUSTER_CLUSTER", "muster",
                    "MUSTER_TASK_DEFINITION",
                            "arn:aws:ecs:eu-central-1:111122223333:task-definition/muster-drill:4",
                    "MUSTER_TRIGGER_FUNCTION", "muster-trigger",
                    "MUSTER_TOPIC", "arn:aws:sns:eu-central-1:111122223333:muster-alerts");

    @Test
    void whatIsNotSetHasItsDefault() {
        Settings settings = Settings.from(STACK);

        assertThat(settings.provenWithin()).hasToString("35d");
        assertThat(settings.startWithin()).hasToString("6h");
        assertThat(settings.mostTasks()).isEqualTo(10);
        assertThat(settings.families()).containsExactly("muster-drill");
    }

    @Test
    void bothFamiliesAreOurs() {
        Map<String, String> stack = new HashMap<>(STACK);
        stack.put("MUSTER_TASK_DEFINITION", "muster-drill");
        stack.put("MUSTER_TASK_DEFINITION_LARGE", "muster-drill-large:7");

        assertThat(Settings.from(stack).families())
                .containsExactlyInAnyOrder("muster-drill", "muster-drill-large");
    }

    @Test
    void allThatIsMissingIsNamedAtOnce() {
        Map<String, String> stack = new HashMap<>(STACK);
        stack.remove("MUSTER_TOPIC");
        stack.put("MUSTER_STATE", " ");

        assertThatThrownBy(() -> Settings.from(stack))
                .hasMessage("the function's environment lacks MUSTER_STATE, MUSTER_TOPIC");
    }

    @Test
    void aLengthOfTimeThatIsNoneIsRefused() {
        Map<String, String> stack = new HashMap<>(STACK);
        stack.put("MUSTER_PROVEN_WITHIN", "a month");

        assertThatThrownBy(() -> Settings.from(stack))
                .hasMessageContaining("MUSTER_PROVEN_WITHIN")
                .hasMessageContaining("\"a month\" is no length of time");
    }

    @Test
    void aNumberOfTasksThatIsNoneIsRefused() {
        Map<String, String> stack = new HashMap<>(STACK);
        stack.put("MUSTER_MAX_TASKS", "0");

        assertThatThrownBy(() -> Settings.from(stack))
                .hasMessageContaining("MUSTER_MAX_TASKS: \"0\" is no number of tasks");
    }
}
