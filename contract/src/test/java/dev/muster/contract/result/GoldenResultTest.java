package dev.muster.contract.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.muster.contract.Committed;
import dev.muster.contract.ContractJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract on paper: what a result looks like as JSON may only change on purpose. */
class GoldenResultTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    static Stream<Arguments> drills() {
        return Stream.of(
                Arguments.of("proven", SampleDrills.proven()),
                Arguments.of("broken", SampleDrills.broken()),
                Arguments.of("unproven", SampleDrills.unproven()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("drills")
    void resultIsWrittenAsItsGoldenFile(String name, DrillResult drill) throws IOException {
        Committed.check(file(name), ContractJson.write(drill) + "\n");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("drills")
    void goldenFileReadsBackAsTheSameResult(String name, DrillResult drill) throws IOException {
        assertThat(ContractJson.readResult(Files.readString(file(name)))).isEqualTo(drill);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("drills")
    void goldenFileIsValidUnderThePublishedSchema(String name, DrillResult drill)
            throws IOException {
        assertThat(violations(Files.readString(file(name)))).isEmpty();
    }

    @Test
    void thePublishedSchemaRefusesWhatIsNoResult() throws IOException {
        String golden = Files.readString(file("proven"));
        List<String> spoiled =
                List.of(
                        golden.replace("\"proven\"", "\"perhaps\""),
                        golden.replace("\"drillId\"", "\"drill\""),
                        golden.replace("\"seconds\" : 96.5", "\"seconds\" : \"long\""),
                        golden.replace("SEQUENCE_BEHIND", "SEQUENCE_AHEAD"),
                        "[]");

        assertThat(spoiled).allSatisfy(json -> assertThat(violations(json)).isNotEmpty());
    }

    @Test
    void fieldsOfANewerVersionAreIgnored() throws IOException {
        ObjectNode newer =
                (ObjectNode) ContractJson.mapper().readTree(Files.readString(file("proven")));
        newer.put("tomorrow", true);
        newer.withObject("/backup").put("tomorrow", 1);

        assertThat(ContractJson.readResult(newer.toString())).isEqualTo(SampleDrills.proven());
        assertThat(violations(newer.toString())).isEmpty();
    }

    private static Set<ValidationMessage> violations(String json) throws IOException {
        JsonNode document = ContractJson.mapper().readTree(json);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(ResultSchemaTest.FILE))
                .validate(
                        document,
                        context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
    }

    private static Path file(String name) {
        return GOLDEN.resolve("result-" + name + ".json");
    }
}
