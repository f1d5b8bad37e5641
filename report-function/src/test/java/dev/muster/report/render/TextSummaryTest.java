package dev.muster.report.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.CheckKind;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.contract.result.ObjectiveOutcome;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TextSummaryTest {

    static Stream<DrillResult> samples() {
        return Samples.all().values().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void noLineIsWiderThan78ColumnsNorHidesAnything(DrillResult drill) {
        String text = TextSummary.render(drill);

        assertThat(text.lines()).allSatisfy(line -> assertThat(Columns.width(line)).isLessThan(79));
        assertThat(text.lines()).noneMatch(line -> line.endsWith(" "));
        assertThat(text.chars().filter(c -> c < ' ' && c != '\n')).isEmpty();
        assertThat(text).doesNotContain("\u202E");
    }

    @Test
    void provenDrillReadsAtAGlance() {
        DrillResult drill = Drills.healthy().missing(new ObjectiveOutcome(60, 89.5, false)).done();

        assertThat(TextSummary.render(drill))
                .isEqualTo(
                        """
                          PROVEN     shop
                          This backup restores, and its rows agree with what the archive holds.

                          backup     daily/shop-20260227T013000.dump.gz.enc
                                     475 MB, 2 d 1 h old, from s3:shop-backups
                          proof      consistent: rows agree with what the archive itself holds
                          proven     41 of 41 row counts, 820,287 of 820,287 rows, 28 of 28 foreign
                                     keys, 41 of 41 objects
                          time       1 min 37 s (locate 0.5 s, fetch 12 s, restore 1 min 17 s, verify
                                     6.5 s, cleanup 0.5 s)
                          rto        missed: 1 min 30 s, allowed 1 min
                        """);
    }

    @Test
    void whatWasNotCheckedIsNamedWithItsReason() {
        List<ObjectOutcome> tables =
                IntStream.range(0, 1_200)
                        .mapToObj(i -> ObjectOutcome.notChecked("t" + i, "its type is not here"))
                        .toList();
        DrillResult drill =
                Drills.healthy()
                        .check(CheckKind.READABLE_VALUES, tables)
                        .check(CheckKind.CONTENT, List.of(notChecked("no manifest was made")))
                        .check(CheckKind.HISTORY, List.of(notChecked("this is the first drill")))
                        .check(CheckKind.STRUCTURE, List.of(notChecked("amcheck is not here")))
                        .done();

        assertThat(TextSummary.render(drill))
                .contains(
                        """
                          unchecked  readable-values: 1,200 objects, its type is not here
                          unchecked  content: no manifest was made
                          unchecked  history: this is the first drill
                                     1 more reason in the report
                        """);
    }

    private static ObjectOutcome notChecked(String reason) {
        return ObjectOutcome.notChecked("it", reason);
    }

    @Test
    void unprovenDrillSaysWhyAndWhatToDo() {
        assertThat(TextSummary.render(Samples.unproven()))
                .startsWith("  UNPROVEN   shop\n  Muster could not tell")
                .contains("cause      environment")
                .contains("passed     nothing was verified")
                .contains("error: EXTENSION_MISSING")
                .contains("175 further errors follow from this one")
                .contains("hint: install the extension's package");
    }

    @Test
    void mutationDrillIsToldWithItsSurvivors() {
        assertThat(TextSummary.render(Samples.mutated()))
                .contains("mutations  1 of 2 kinds of damage to copies were noticed, 50 %")
                .contains("unnoticed: change-number");
    }
}
