package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.ContractJson;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillFileIT {
    @TempDir Path directory;

    @Test
    void fileThatIsNoBackupIsBrokenAndItsResultIsWritten() throws Exception {
        Path file =
                Files.writeString(directory.resolve("page.dump"), "<html>502 Bad Gateway</html>");
        Path json = directory.resolve("out/result.json");

        Session session =
                Session.muster(
                        "drill",
                        "--file",
                        file.toString(),
                        "--json",
                        json.toString(),
                        "--report",
                        directory.resolve("out").toString(),
                        "--records",
                        directory.resolve("records").toString());

        DrillResult result = ContractJson.readResult(Files.readString(json));
        assertThat(result.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(result.findings()).anyMatch(f -> f.code() == FindingCode.NOT_A_BACKUP);
        assertThat(session.exitCode()).isEqualTo(1);
        assertThat(session.out()).contains("BROKEN").contains("NOT_A_BACKUP").contains("report");
        assertThat(directory.resolve("out/report.html")).content().contains("NOT_A_BACKUP");
        assertThat(Session.muster("history", "--audit", "--records", directory + "/records").out())
                .contains("broken")
                .contains("1 records as written");
    }

    @Test
    void standardOutputIsTheResultAloneWhereAskedFor() throws Exception {
        Path file = Files.writeString(directory.resolve("empty.dump"), "");

        Session session = Session.muster("drill", "--file", file.toString(), "--json", "-");

        assertThat(ContractJson.readResult(session.out()).verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(session.err()).contains("BROKEN").contains("BACKUP_EMPTY");
    }
}
