package dev.muster.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {
    @TempDir Path root;

    @BeforeEach
    void fourDrills() {
        for (String id : new String[] {"a", "b", "c", "d"}) {
            new Records(new DirectoryRecordStore(root), RecordsTest::page)
                    .store(Drills.healthy().id(id).done());
        }
    }

    @Test
    void untouchedEvidenceHoldsAndItsHeadIsNamed() throws IOException {
        Audit audit = audit();

        assertThat(audit.firstBreak()).isEmpty();
        assertThat(audit.records()).isEqualTo(4);
        assertThat(audit.head()).isEqualTo(Digest.sha256(Files.readAllBytes(recordFile(4))));
    }

    @Test
    void changedResultIsNamed() throws IOException {
        edit(root.resolve("shop/b/result.json"), "\"proven\"", "\"broken\"");

        assertThat(audit().firstBreak().orElseThrow())
                .startsWith("\"shop/b/result.json\" of record 2 was changed: SHA-256 is ");
    }

    @Test
    void missingReportIsNamed() throws IOException {
        Files.delete(root.resolve("shop/c/report.html"));

        assertThat(audit().firstBreak()).contains("\"shop/c/report.html\" of record 3 is missing");
    }

    @Test
    void changedRecordIsNamedByTheOneAfterIt() throws IOException {
        edit(recordFile(2), "\"warnings\" : 0", "\"warnings\" : 1");

        assertThat(audit().firstBreak())
                .contains("record 2 was changed after record 3 was written");
    }

    @Test
    void removedRecordIsNamed() throws IOException {
        Files.delete(recordFile(2));

        assertThat(audit().firstBreak()).contains("record 2 is missing");
    }

    @Test
    void removedFirstRecordIsNamed() throws IOException {
        Files.delete(recordFile(1));

        assertThat(audit().firstBreak()).contains("record 1 is missing");
    }

    @Test
    void overwrittenRecordIsNamed() throws IOException {
        Files.writeString(recordFile(3), "gone");

        assertThat(audit().firstBreak()).contains("record 3 cannot be read");
    }

    @Test
    void newDrillsGoOnAfterADamagedRecordAndTheBreakStaysNamed() throws IOException {
        Files.writeString(recordFile(4), "gone");

        DrillRecord next =
                new Records(new DirectoryRecordStore(root), RecordsTest::page)
                        .store(Drills.healthy().id("e").done());

        assertThat(next.number()).isEqualTo(5);
        assertThat(audit().firstBreak()).contains("record 4 cannot be read");
    }

    @Test
    void planWithoutDrillsHasNothingToBreak() {
        assertThat(Audit.of(new DirectoryRecordStore(root), "other").records()).isZero();
    }

    private static void edit(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private Audit audit() {
        return Audit.of(new DirectoryRecordStore(root), "shop");
    }

    private Path recordFile(int number) {
        return root.resolve(Chain.name("shop", number));
    }
}
