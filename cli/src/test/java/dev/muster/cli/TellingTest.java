package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.terminal.Screen;
import dev.muster.contract.Cause;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Environment;
import dev.muster.contract.result.Objectives;
import dev.muster.records.DirectoryRecordStore;
import dev.muster.records.History;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TellingTest {
    @TempDir Path directory = Path.of("unset");
    private final StringWriter out = new StringWriter();

    @Test
    void aBrokenDrillIsRecordedThoughNothingCouldBeLookedForInItsPlace() {
        PrintWriter writer = new PrintWriter(out);
        Telling telling =
                new Telling(
                        new Screen(writer, writer, false, 80, false, true),
                        new DrillOutput("-", null, directory));
        DrillResult broken = broken();
        telling.tellFirst(broken);
        assertThat(recorded()).isZero();

        telling.completeAsTheyAre();
        telling.completeAsTheyAre();

        assertThat(recorded()).isEqualTo(1);
        assertThat(out.toString()).containsOnlyOnce("\"drillId\"");
    }

    private static DrillResult broken() {
        return new DrillResult(
                DrillResult.SCHEMA_VERSION,
                "drill-1",
                "file",
                Verdict.BROKEN,
                null,
                Cause.BACKUP,
                Instant.parse("2026-11-23T12:00:00Z"),
                1,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new Objectives(null, null),
                new Environment("0", "25", "Linux", null, null, null, null, 1, 1));
    }

    private int recorded() {
        return History.read(new DirectoryRecordStore(directory), "file").drills().size();
    }
}
