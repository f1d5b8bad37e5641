package dev.muster.report.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.contract.CheckKind;
import dev.muster.contract.ContractJson;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.contract.result.ObjectiveOutcome;
import dev.muster.report.render.Columns;
import dev.muster.report.render.Drills;
import dev.muster.report.render.Samples;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DrillAlertTest {

    static Stream<DrillResult> samples() {
        return Samples.all().values().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyAlertIsWhatSnsAndItsSubscribersTake(DrillResult drill) throws Exception {
        Alert alert = DrillAlert.of(News.of(drill));

        assertThat(alert.subject()).matches("[!-~][ -~]{0,98}");
        assertThat(Sized.bytes(alert)).isLessThanOrEqualTo(Sized.MOST_BYTES);
        assertThat(alert.bodies().keySet())
                .containsExactlyInAnyOrder(
                        "default", "email", "email-json", "https", "sms", "sqs", "lambda");
        assertThat(body(alert, "sms")).matches("[ -~]{1,140}");
        assertThat(body(alert, "email").lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThan(1000));
        assertThat(body(alert, "email").chars().filter(c -> c < ' ' && c != '\n')).isEmpty();
        chatFits(ContractJson.mapper().readTree(body(alert, "https")));
        assertThat(ContractJson.mapper().readTree(body(alert, "sqs")).path("verdict").asText())
                .isEqualToIgnoringCase(drill.verdict().name());
        assertThat(alert.attributes().values()).allSatisfy(v -> assertThat(v).isNotBlank());
        assertThat(alert.attributes())
                .containsKeys("kind", "severity", "verdict", "plan", "drillId");
        assertThat(alert.attributes().containsKey("cause")).isEqualTo(drill.cause() != null);
        assertThat(alert.attributes().size()).as("SQS takes ten, delivered raw").isLessThan(11);
    }

    private static void chatFits(JsonNode chat) {
        assertThat(chat.path("version").asText()).isEqualTo("1.0");
        assertThat(chat.path("source").asText()).isEqualTo("custom");
        JsonNode content = chat.path("content");
        assertThat(content.path("textType").asText()).isEqualTo("client-markdown");
        assertThat(content.path("title").asText()).isNotBlank().hasSizeLessThanOrEqualTo(250);
        assertThat(content.path("description").asText())
                .isNotBlank()
                .hasSizeLessThanOrEqualTo(8000);
        assertThat(content.path("nextSteps")).hasSizeBetween(1, 10);
        content.path("nextSteps").forEach(s -> assertThat(s.asText()).hasSizeLessThan(351));
        content.path("keywords").forEach(s -> assertThat(s.asText()).hasSizeLessThan(76));
        Set<String> known =
                Set.of("threadId", "summary", "eventType", "relatedResources", "additionalContext");
        chat.path("metadata").fieldNames().forEachRemaining(f -> assertThat(known).contains(f));
    }

    @Test
    void emailOfABrokenBackupSaysWhatWhyAndWhatToDoOnItsFirstScreen() {
        String email = body(DrillAlert.of(News.of(Samples.broken())), "email");

        assertThat(email)
                .startsWith(
                        """
                        BROKEN: shop

                        This backup cannot be relied on.
                        Why: public.sales: the archive ends after 311 MB, within this table's data
                        (ARCHIVE_TRUNCATED)

                        What to do now
                          - Look at the backup job and the upload: the end is missing.

                        The newest backup that you can rely on was made 2026-02-25 01:30 UTC (proven
                        2026-02-26 03:00 UTC). A restore of it now would lose the last 4 d 1 h.

                        Report  https://eu-central-1.console.aws.amazon.com/s3/object/muster-records?region=eu-central-1&prefix=shop%2F20260301T030000Z-7c9e%2Freport.html
                        Log     https://eu-central-1.console.aws.amazon.com/ecs/v2/clusters/muster/tasks/c13b/logs?region=eu-central-1
                        Result  s3://muster-records/shop/20260301T030000Z-7c9e/result.json
                        """);
        assertThat(email).contains("  BROKEN     shop\n").contains("cause      backup");
        assertThat(email.lines().filter(line -> !line.matches("(Report|Log|Result) .*")))
                .allSatisfy(line -> assertThat(Columns.width(line)).isLessThan(79));
    }

    @Test
    void subjectAndShortMessageSayItInOneLine() {
        Alert broken = DrillAlert.of(News.of(Samples.broken()));
        Alert proven = DrillAlert.of(News.of(Drills.healthy().done()));
        Alert warned = DrillAlert.of(News.of(Drills.healthy().withWarnings().done()));
        Alert never = DrillAlert.of(News.of(Samples.noBackup(), null, null, null));

        assertThat(broken.subject())
                .isEqualTo("BROKEN: shop - ARCHIVE_TRUNCATED, backup of 2026-02-27 01:30 UTC");
        assertThat(body(broken, "sms"))
                .isEqualTo(
                        "Muster: shop BROKEN, ARCHIVE_TRUNCATED; last good backup 2026-02-25 01:30"
                                + " UTC");
        assertThat(proven.subject())
                .isEqualTo("PROVEN: shop - consistent, backup of 2026-02-27 01:30 UTC");
        assertThat(warned.subject())
                .isEqualTo(
                        "PROVEN: shop - consistent, with warnings, backup of 2026-02-27 01:30 UTC");
        assertThat(body(never, "sms"))
                .isEqualTo("Muster: shop BROKEN, NO_BACKUP_IN_WINDOW; never proven before");
    }

    @Test
    void severityFollowsTheVerdictAndWhatIsBesideIt() {
        DrillResult slow = Drills.healthy().missing(new ObjectiveOutcome(60, 89.5, false)).done();

        assertThat(severity(Samples.broken())).isEqualTo("CRITICAL");
        assertThat(severity(Samples.unproven())).isEqualTo("CRITICAL");
        assertThat(severity(Drills.healthy().withWarnings().done())).isEqualTo("WARNING");
        assertThat(severity(slow)).isEqualTo("WARNING");
        assertThat(severity(Drills.healthy().done())).isEqualTo("INFO");
    }

    @Test
    void anAcceptedWarningIsNoWarning() {
        Finding accepted =
                Finding.of(FindingCode.SEQUENCE_BEHIND, "s", "it stands behind").accept("known");

        assertThat(severity(Drills.healthy().find(accepted).done())).isEqualTo("INFO");
    }

    @Test
    void aSecondDrillIsSaidFirstAndJoinsTheThreadOfTheFirst() throws Exception {
        DrillResult lost =
                Drills.drill().find(FindingCode.TASK_RECLAIMED, "c13b", "AWS took it back").done();
        Alert first = DrillAlert.of(News.of(lost, News.GOOD, "x-again", null));
        Alert second = DrillAlert.of(News.of(lost, News.GOOD, null, "20260301T030000Z-7c9e"));

        assertThat(first.subject()).endsWith(", drilled once more");
        assertThat(body(first, "email"))
                .contains(
                        "  - Wait: Muster drills this backup once more within the hour, as drill");
        assertThat(body(second, "email")).contains("second try of drill 20260301T030000Z-7c9e");
        assertThat(thread(first)).isEqualTo(thread(second));
    }

    @Test
    void chatShowsNoMarkupAndNoMentionOfStrangers() throws Exception {
        DrillResult hostile =
                Drills.healthy()
                        .key("<!channel> *x* `y` @here <http://evil|safe>")
                        .find(FindingCode.OBJECT_INVALID, "<!here>", "</script> & _so_ on")
                        .done();

        String chat = body(DrillAlert.of(News.of(hostile)), "https");
        String description =
                ContractJson.mapper().readTree(chat).path("content").path("description").asText();

        assertThat(description)
                .doesNotContain("<!", "@here", "*x*", "`y`", "_so_", "<http")
                .contains("&lt;!here&gt;");
    }

    @Test
    void wholeResultIsSentWhereItFits() {
        DrillResult drill = Drills.healthy().done();

        String payload = body(DrillAlert.of(News.of(drill)), "sqs");

        assertThat(ContractJson.readResult(payload)).isEqualTo(drill);
        assertThat(payload).doesNotContain("\n");
    }

    @Test
    void aLargeResultIsShortenedAndSaysWhereTheRestLies() throws Exception {
        List<ObjectOutcome> tables =
                IntStream.range(0, 30_000)
                        .mapToObj(i -> ObjectOutcome.counted("tenant_%d.table".formatted(i), 7, 7))
                        .toList();
        DrillResult large =
                Drills.drill()
                        .check(CheckKind.ROW_COUNTS, tables)
                        .check(
                                CheckKind.NOT_NULL,
                                List.of(ObjectOutcome.failed("public.users.email", "12 NULLs")))
                        .find(FindingCode.NULL_IN_NOT_NULL, "public.users.email", "12 rows")
                        .done();

        Alert alert = DrillAlert.of(News.of(large));

        JsonNode payload = ContractJson.mapper().readTree(body(alert, "lambda"));
        assertThat(Sized.bytes(alert)).isLessThanOrEqualTo(Sized.MOST_BYTES);
        assertThat(payload.path("shortened").path("result").asText())
                .isEqualTo("s3://muster-records/shop/20260301T030000Z-7c9e/result.json");
        assertThat(payload.path("checks").get(0).path("passed").asInt()).isEqualTo(30_000);
        assertThat(payload.path("checks").get(0).path("objects")).isEmpty();
        assertThat(payload.path("checks").get(1).path("objects").get(0).path("object").asText())
                .isEqualTo("public.users.email");
        assertThat(payload.path("findings").get(0).path("code").asText())
                .isEqualTo("NULL_IN_NOT_NULL");
        assertThat(payload.path("verdict").asText()).isEqualTo("broken");
    }

    @Test
    void evenAMonstrousResultIsSent() {
        Drills drill = Drills.healthy().plan("ü".repeat(5000)).key("k".repeat(200_000));
        for (int i = 0; i < 3000; i++) {
            String name = "public." + "🦄".repeat(200) + i;
            drill.find(FindingCode.OBJECT_INVALID, name, "\"\\ \u0001".repeat(100));
        }

        Alert alert = DrillAlert.of(News.of(drill.done()));

        assertThat(Sized.message(alert).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(256 * 1024);
        assertThat(alert.subject()).startsWith("BROKEN: ");
    }

    private static String severity(DrillResult result) {
        return String.valueOf(DrillAlert.of(News.of(result)).attributes().get("severity"));
    }

    private static String thread(Alert alert) throws JsonProcessingException {
        return ContractJson.mapper()
                .readTree(body(alert, "https"))
                .path("metadata")
                .path("threadId")
                .asText();
    }

    private static String body(Alert alert, String way) {
        return String.valueOf(alert.bodies().get(way));
    }
}
