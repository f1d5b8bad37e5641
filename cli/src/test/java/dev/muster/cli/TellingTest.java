package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.terminal.Screen;
import dev.muster.contract.result.DrillResult;
import dev.muster.records.DirectoryRecordStore;
import dev.muster.records.History;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
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
        DrillResult broken = WalkBackTest.broken("1");
        telling.tellFirst(broken);
        assertThat(recorded()).isZero();

        telling.completeAsTheyAre();
        telling.completeAsTheyAre();

        assertThat(recorded()).isEqualTo(1);
        assertThat(out.toString()).containsOnlyOnce("\"drillId\"");
    }

    private int recorded() {
        return History.read(new DirectoryRecordStore(directory), "file").drills().size();
    }
}
