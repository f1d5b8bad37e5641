package dev.muster.report.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.muster.contract.ContractJson;
import dev.muster.contract.result.DrillResult;
import dev.muster.report.render.Drills;
import dev.muster.report.render.Samples;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanMetricsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T03:20:00Z");

    /** The rules of CloudWatch's specification of its embedded metric format. */
    private static final JsonSchema RULES =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                    .getSchema(PlanMetricsTest.class.getResourceAsStream("/emf.schema.json"));

    static Stream<Map.Entry<String, DrillResult>> samples() {
        return Samples.all().entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyDrillsMetricsKeepTheRulesOfTheFormat(Map.Entry<String, DrillResult> sample)
            throws Exception {
        keepsTheRules(PlanMetrics.ofDrill(sample.getValue(), NOW, NOW.minusSeconds(60)));
        keepsTheRules(PlanMetrics.ofDrill(sample.getValue(), NOW, null));
        keepsTheRules(PlanMetrics.ofPlan(sample.getValue().plan(), true, NOW, null));
    }

    private static void keepsTheRules(MetricDocument metrics) throws JsonProcessingException {
        assertThat(metrics.json()).doesNotContain("\n");
        JsonNode document = ContractJson.mapper().readTree(metrics.json());
        assertThat(RULES.validate(document)).isEmpty();
        JsonNode directive = document.path("_aws").path("CloudWatchMetrics").get(0);
        for (JsonNode set : directive.path("Dimensions")) {
            set.forEach(name -> assertThat(document.path(name.asText()).isTextual()).isTrue());
        }
        for (JsonNode metric : directive.path("Metrics")) {
            assertThat(document.path(metric.path("Name").asText()).isNumber()).isTrue();
        }
        assertThat(directive.path("Metrics").findValuesAsText("Name")).doesNotHaveDuplicates();
    }

    @Test
    void verdictTimesAndObjectivesAreMeasured() throws Exception {
        JsonNode document =
                ContractJson.mapper()
                        .readTree(
                                PlanMetrics.ofDrill(
                                                Drills.healthy().done(), NOW, NOW.minusSeconds(90))
                                        .json());

        assertThat(document.path("Plan").asText()).isEqualTo("shop");
        assertThat(document.path("Proven").asDouble()).isEqualTo(1);
        assertThat(document.path("Broken").asDouble()).isZero();
        assertThat(document.path("Unproven").asDouble()).isZero();
        assertThat(document.path("RestoreSeconds").asDouble()).isEqualTo(77);
        assertThat(document.path("FetchSeconds").asDouble()).isEqualTo(12);
        assertThat(document.path("RestoreRate").asDouble()).isEqualTo(2_147_483_648.0 / 77);
        assertThat(document.path("RtoMet").asDouble()).isEqualTo(1);
        assertThat(document.path("RtoSeconds").asDouble()).isEqualTo(89.5);
        assertThat(document.has("RpoMet")).isFalse();
        assertThat(document.path("SecondsSinceProven").asDouble()).isEqualTo(90);
    }

    @Test
    void aRestoreThatEndedEarlySaysNothingOfSpeed() throws Exception {
        JsonNode document =
                ContractJson.mapper()
                        .readTree(PlanMetrics.ofDrill(Samples.broken(), NOW, null).json());

        assertThat(document.has("RestoreRate")).isFalse();
        assertThat(document.path("Broken").asDouble()).isEqualTo(1);
        assertThat(document.has("SecondsSinceProven")).isFalse();
    }

    @Test
    void aPlansNameIsBroughtIntoWhatCloudWatchTakes() throws Exception {
        String json = PlanMetrics.ofPlan(":größe\n", false, NOW, null).json();

        assertThat(ContractJson.mapper().readTree(json).path("Plan").asText()).isEqualTo("?gr??e?");
    }
}
