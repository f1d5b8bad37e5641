package dev.muster.restore.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.MusterException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentTest {
    private static final Map<String, String> WHOLE =
            Map.of(
                    "MUSTER_REQUEST",
                    Requests.of("d-1", "shop", "a.dump", 1, null).toJson(),
                    "MUSTER_PLANS",
                    "s3://config/muster.yaml?versionId=v1",
                    "MUSTER_RECORDS",
                    "s3://records/here");

    @Test
    void aWholeEnvironmentIsRead() {
        Assignment assignment = Assignment.from(WHOLE);

        assertThat(assignment.drillId()).isEqualTo("d-1");
        assertThat(assignment.plan()).isEqualTo("shop");
        assertThat(assignment.wrong()).isNull();
        assertThat(assignment.request()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MUSTER_REQUEST", "MUSTER_PLANS", "MUSTER_RECORDS"})
    void whatIsMissingIsNamed(String name) {
        for (String value : List.of("", "  ")) {
            Map<String, String> lacking = new HashMap<>(WHOLE);
            lacking.put(name, value);
            assertThatThrownBy(() -> Assignment.from(lacking))
                    .isInstanceOfSatisfying(
                            MusterException.class,
                            e -> assertThat(e.code()).isEqualTo("TASK_ENVIRONMENT"))
                    .hasMessageContaining("has no " + name);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "not json                                              | REQUEST_UNREADABLE",
                "null                                                  | REQUEST_VERSION",
                "[]                                                    | REQUEST_UNREADABLE",
                "{}                                                    | REQUEST_VERSION",
                "{\"plan\":\"shop\"}                                   | REQUEST_VERSION",
                "{\"drillId\":\"d\",\"plan\":7}                        | REQUEST_VERSION",
                "{\"drillId\":\"\",\"plan\":\"shop\",\"copies\":1}     | REQUEST_UNREADABLE",
            })
    void aRequestWithoutPlanAndIdLeavesNothingToReportUnder(String request, String code) {
        Map<String, String> odd = new HashMap<>(WHOLE);
        odd.put("MUSTER_REQUEST", request.strip());

        assertThatThrownBy(() -> Assignment.from(odd))
                .isInstanceOfSatisfying(
                        MusterException.class,
                        e -> assertThat(e.code()).isIn(code, "REQUEST_UNREADABLE"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"drillId\":\"d-2\",\"plan\":\"shop\"}                             | d-2",
                "{\"drillId\":\"d-2\",\"plan\":\"shop\",\"schemaVersion\":99}        | d-2",
                "{\"drillId\":\"d-2\",\"plan\":\"shop\",\"copies\":[{\"store\":-1}]} | d-2",
            })
    void aRequestThatTellsPlanAndIdIsReportedUnderThem(String request, String drillId) {
        Map<String, String> odd = new HashMap<>(WHOLE);
        odd.put("MUSTER_REQUEST", request.strip());

        Assignment assignment = Assignment.from(odd);

        assertThat(assignment.drillId()).isEqualTo(drillId);
        assertThat(assignment.plan()).isEqualTo("shop");
        assertThat(assignment.request()).isNull();
        assertThat(assignment.wrong()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc", "a/b", "a b", "-a", "x\ny"})
    void anIdThatIsNoDirectorysNameIsRefused(String drillId) {
        Map<String, String> odd = new HashMap<>(WHOLE);
        odd.put("MUSTER_REQUEST", Requests.of(drillId, "shop", "a.dump", 1, null).toJson());

        Assignment assignment = Assignment.from(odd);

        assertThat(assignment.request()).isNull();
        assertThat(assignment.wrong()).isNotNull().hasMessageContaining("cannot be a drill's id");
    }
}
