package dev.muster.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chain under several processes at the same time, one of which is killed. */
class RecordsAcrossProcessesTest {
    private static final int DRILLS = 12;

    @TempDir Path root;

    /** Stores drills into the directory given; half of them are the other process's, too. */
    static final class Recorder {
        private Recorder() {}

        public static void main(String[] args) {
            Records records =
                    new Records(new DirectoryRecordStore(Path.of(args[0])), RecordsTest::page);
            for (int i = 0; i < DRILLS; i++) {
                String owner = i % 2 == 0 ? "shared" : args[1];
                records.store(Drills.healthy().id(owner + "-" + i).done());
            }
        }
    }

    @Test
    void processesAtTheSameTimeMakeOneUnbrokenChain() throws Exception {
        Process victim = start("victim");
        List<Process> processes = new ArrayList<>(List.of(start("one"), start("two")));
        while (!Files.exists(root.resolve("shop/record-000003.json")) && victim.isAlive()) {
            Thread.sleep(5);
        }
        victim.destroyForcibly().waitFor();

        for (Process process : processes) {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
        RecordStore store = new DirectoryRecordStore(root);
        Audit audit = Audit.of(store, "shop");
        assertThat(audit.firstBreak()).isEmpty();
        List<String> drills =
                History.read(store, "shop").drills().stream().map(DrillRecord::drillId).toList();
        assertThat(drills).doesNotHaveDuplicates();
        for (int i = 0; i < DRILLS; i++) {
            if (i % 2 == 0) {
                assertThat(drills).contains("shared-" + i);
            } else {
                assertThat(drills).contains("one-" + i, "two-" + i);
            }
        }
    }

    private Process start(String name) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Recorder.class.getName(),
                        root.toString(),
                        name)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
