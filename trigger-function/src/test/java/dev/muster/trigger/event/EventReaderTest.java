package dev.muster.trigger.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.MusterException;
import dev.muster.contract.plan.SelectSpec;
import dev.muster.contract.plan.SelectSpec.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Events that are understood, and a table of those that are refused. */
class EventReaderTest {
    private static final Path EVENTS = Path.of("events");
    private static final String INVOCATION = "8f5e7f36-0000-4000-8000-000000000001";

    static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(EVENTS)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everySampleEventIsUnderstood(Path sample) throws IOException {
        TriggerEvent event = EventReader.read(Files.readAllBytes(sample), INVOCATION);

        switch (String.valueOf(sample.getFileName())) {
            case "all-plans.json" ->
                    assertThat(event)
                            .isEqualTo(
                                    new TriggerEvent(
                                            INVOCATION, null, null, null, null, false, false));
            case "one-plan.json" -> assertThat(event.plan()).isEqualTo("shop");
            case "one-backup.json" ->
                    assertThat(event.selection())
                            .isEqualTo(SelectSpec.ofKey("shop-20261130T013000.dump.gz.enc"));
            case "another-choice.json" ->
                    assertThat(event.selection())
                            .isNotNull()
                            .satisfies(s -> {
                                assertThat(s.mode()).isEqualTo(Mode.LATEST);
                                assertThat(s.within().text()).isEqualTo("30d");
                            });
            case "repeat-a-choice.json" -> assertThat(event.seed()).isEqualTo(4711);
            case "dry-run.json" -> assertThat(event.dryRun()).isTrue();
            case "dispatch.json" -> assertThat(event.dispatch()).isTrue();
            case "scheduled.json" -> {
                assertThat(event.id()).isEqualTo("53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa");
                assertThat(event.plan()).isNull();
                assertThat(event.dryRun()).isFalse();
            }
            default -> throw new AssertionError("a sample that no test knows: " + sample);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {                                         | EVENT_UNREADABLE
                    []                                        | EVENT_UNREADABLE
                    "shop"                                    | EVENT_UNREADABLE
                    null                                      | EVENT_UNREADABLE
                    {"plans":["shop"]}                        | EVENT_UNKNOWN_KEY
                    {"Plan":"shop"}                           | EVENT_UNKNOWN_KEY
                    {"report":{"plan":"shop"}}                | EVENT_UNKNOWN_KEY
                    {"plan":["shop"]}                         | EVENT_INVALID
                    {"plan":""}                               | EVENT_INVALID
                    {"plan":7}                                | EVENT_INVALID
                    {"backup":"a.dump"}                       | EVENT_INVALID
                    {"plan":"s","backup":"a","select":{}}     | EVENT_INVALID
                    {"plan":"s","seed":"x"}                   | EVENT_INVALID
                    {"plan":"s","seed":1.5}                   | EVENT_INVALID
                    {"plan":"s","seed":99999999999999999999}  | EVENT_INVALID
                    {"dryRun":"true"}                         | EVENT_INVALID
                    {"dispatch":1}                            | EVENT_INVALID
                    {"dispatch":true,"plan":"s"}              | EVENT_INVALID
                    {"dispatch":true,"dryRun":true}           | EVENT_INVALID
                    {"select":"latest"}                       | EVENT_INVALID
                    {"select":{"mode":"newest"}}              | PLAN_INVALID
                    {"select":{"mode":"key"}}                 | PLAN_INVALID
                    {"select":{"withn":"7d"}}                 | PLAN_UNKNOWN_KEY
                    {"select":{"within":"7 fortnights"}}      | PLAN_INVALID
                    {"source":"aws.ecs","detail-type":"ECS Task State Change","detail":{}} | EVENT_FOREIGN
                    {"source":"aws.s3","detail-type":"Object Created","detail":{}}         | EVENT_FOREIGN
                    {"source":"aws.events","detail-type":"Scheduled Event","detail":{"plna":"s"}} | EVENT_UNKNOWN_KEY
                    """)
    void badEventIsAnErrorWithACodeAndAHint(String json, String code) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(
                        MusterException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(code);
                            assertThat(e.hint()).isNotBlank();
                        });
    }

    @Test
    void schedulesMayCarryTheirOwnInput() {
        assertThat(
                        read("{\"source\":\"aws.scheduler\",\"detail-type\":\"Scheduled Event\","
                                        + "\"id\":\"a-1\",\"detail\":\"{\\\"plan\\\":\\\"shop\\\"}\"}")
                                .plan())
                .isEqualTo("shop");
        assertThat(read("{\"id\":\"a-1\",\"plan\":\"shop\"}").id()).isEqualTo("a-1");
        assertThat(read("").plan()).isNull();
    }

    @Test
    void idThatIsNoFilesNameBecomesOne() {
        assertThat(read("{\"id\":\"../../x\"}").id()).matches("[0-9a-f]{32}");
        assertThat(read("{\"id\":\"../../x\"}").id()).isEqualTo(read("{\"id\":\"../../x\"}").id());
    }

    private static TriggerEvent read(String json) {
        return EventReader.read(json.getBytes(StandardCharsets.UTF_8), INVOCATION);
    }
}
