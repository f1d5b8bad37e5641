package dev.muster.report.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.contract.ContractJson;
import dev.muster.contract.result.DrillResult;
import dev.muster.report.render.Drills;
import dev.muster.report.render.Parts;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A drill of a part of a backup says in capitals what it did not prove, wherever it is told. */
class PartialAlertTest {
    private static final String LONG = "a-plan-with-the-longest-name-that-anybody-would-write-down";

    static Stream<DrillResult> parts() {
        return Stream.of(
                Parts.proven(Drills.healthy()),
                Parts.proven(Drills.healthy().plan(LONG)),
                Parts.proven(Drills.healthy().withWarnings()),
                Parts.broken(Drills.healthy()),
                Parts.schemaOnly(Drills.healthy().plan(LONG)));
    }

    @Test
    void provenPartNamesHowMuchAndThatTheRestIsNotInEveryForm() throws Exception {
        Alert alert = DrillAlert.of(News.of(Parts.proven(Drills.healthy())));

        assertThat(alert.subject())
                .isEqualTo(
                        "PROVEN FOR 3 OF 43 TABLES: shop, THE REST NOT RESTORED - consistent, backup"
                                + " of 2026-02-27 01:30 UTC");
        assertThat(body(alert, "default")).startsWith(alert.subject());
        assertThat(body(alert, "email"))
                .startsWith(
                        """
                        PROVEN FOR 3 OF 43 TABLES: shop

                        PROVEN FOR 3 OF 43 TABLES: THE OTHER 40 WERE NOT RESTORED
                        What was chosen of this backup restores, and its rows agree with what the
                        archive holds; nothing is said of the rest.
                        """)
                .doesNotContain("This backup restores");
        assertThat(body(alert, "sms"))
                .isEqualTo(
                        "Muster: shop PROVEN FOR 3 OF 43 TABLES, THE REST NOT RESTORED, backup of"
                                + " 2026-02-27 01:30 UTC");
        assertThat(chat(alert).path("content").path("title").asText())
                .isEqualTo("✓ Proven in part: shop");
        assertThat(chat(alert).path("content").path("description").asText())
                .startsWith("PROVEN FOR 3 OF 43 TABLES: THE OTHER 40 WERE NOT RESTORED\n");
        assertThat(chat(alert).path("metadata").path("summary").asText())
                .contains("THE REST NOT RESTORED");
        assertThat(alert.attributes()).containsEntry("partial", "true");
    }

    @Test
    void schemaAloneSaysThatNoDataWasProvenInEveryForm() throws Exception {
        Alert alert = DrillAlert.of(News.of(Parts.schemaOnly(Drills.healthy())));

        assertThat(alert.subject())
                .startsWith("UNPROVEN: shop - SCHEMA_ONLY, NO DATA WAS PROVEN, backup of");
        assertThat(body(alert, "email"))
                .startsWith("UNPROVEN: shop\n\nSCHEMA ONLY: NO DATA WAS PROVEN\n");
        assertThat(body(alert, "sms"))
                .isEqualTo(
                        "Muster: shop UNPROVEN, SCHEMA_ONLY, NO DATA WAS PROVEN; last good backup"
                                + " 2026-02-25 01:30 UTC");
        assertThat(chat(alert).path("content").path("description").asText())
                .startsWith("SCHEMA ONLY: NO DATA WAS PROVEN\n");
    }

    @Test
    void brokenPartSaysOfHowMuchItSpeaks() {
        Alert alert = DrillAlert.of(News.of(Parts.broken(Drills.healthy())));

        assertThat(alert.subject())
                .startsWith("BROKEN: shop - ARCHIVE_TRUNCATED, ONLY 3 OF 43 TABLES");
        assertThat(body(alert, "email")).contains("\nONLY 3 OF 43 TABLES WERE TO BE RESTORED\n");
        assertThat(body(alert, "sms")).contains("BROKEN, ARCHIVE_TRUNCATED, ONLY 3 OF 43 TABLES;");
    }

    @ParameterizedTest
    @MethodSource("parts")
    void capitalsStandInEveryFormHoweverLongThePlansName(DrillResult drill) throws Exception {
        Alert alert = DrillAlert.of(News.of(drill));

        String capitals = "(?s).*(NOT RESTORED|NO DATA WAS PROVEN|ONLY 3 OF 43 TABLES).*";
        assertThat(alert.subject()).matches(capitals).hasSizeLessThanOrEqualTo(100);
        for (String form : new String[] {"default", "email", "email-json", "sms"}) {
            assertThat(body(alert, form)).as(form).matches(capitals);
        }
        assertThat(body(alert, "sms")).hasSizeLessThanOrEqualTo(140);
        assertThat(chat(alert).path("content").path("description").asText()).matches(capitals);
        assertThat(ContractJson.readResult(body(alert, "sqs")).isPartial()).isTrue();
    }

    @Test
    void wholeBackupSaysNothingOfThat() throws Exception {
        Alert alert = DrillAlert.of(News.of(Drills.healthy().done()));

        assertThat(alert.bodies().values())
                .noneMatch(text -> text.contains("NOT RESTORED") || text.contains("NO DATA"));
        assertThat(chat(alert).path("content").path("title").asText()).doesNotContain("part");
        assertThat(alert.attributes()).doesNotContainKey("partial");
    }

    private static String body(Alert alert, String form) {
        return Objects.requireNonNull(alert.bodies().get(form));
    }

    private static JsonNode chat(Alert alert) throws Exception {
        return ContractJson.mapper().readTree(body(alert, "https"));
    }
}
