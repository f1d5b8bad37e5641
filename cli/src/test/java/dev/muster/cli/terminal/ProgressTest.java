package dev.muster.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Progress.Unit;
import dev.muster.contract.Stage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void terminalShowsRateAndTimeLeft() {
        Captured captured = Captured.terminal(100);
        TerminalProgress progress = new TerminalProgress(captured.screen(), nanos::get);

        progress.started(Stage.FETCH, "shop.dump");
        pass(2.0);
        progress.advanced(Stage.FETCH, 40_000_000, 100_000_000, Unit.BYTES);
        progress.draw();

        assertThat(captured.shown())
                .isEqualTo(
                        "  fetch     ━━━━━━━━━───────────────   40 %  40.0 MB of 100.0 MB, 20.0 MB/s,"
                                + " 3.0 s left");
    }

    @Test
    void endedStagesStayAndRunningOnesAreRedrawn() {
        Captured captured = Captured.terminal(80);
        TerminalProgress progress = new TerminalProgress(captured.screen(), nanos::get);

        progress.started(Stage.LOCATE, "7 backups in 2 stores");
        pass(0.1);
        progress.ended(Stage.LOCATE);
        progress.started(Stage.FETCH, "store-a");
        progress.noted(Stage.FETCH, "store-a failed, trying store-b");
        pass(1.0);
        progress.advanced(Stage.FETCH, 2_000_000, 4_000_000, Unit.BYTES);
        progress.started(Stage.RESTORE, "starting PostgreSQL 17.6");
        progress.draw();
        pass(1.0);
        progress.advanced(Stage.FETCH, 4_000_000, 4_000_000, Unit.BYTES);
        progress.ended(Stage.FETCH);
        pass(3.0);
        progress.advanced(Stage.RESTORE, 50, 200, Unit.ENTRIES);
        progress.ended(Stage.RESTORE);
        progress.close();

        assertThat(captured.shown())
                .isEqualTo(
                        """
                          locate       0.1 s  7 backups in 2 stores
                          fetch     store-a failed, trying store-b
                          fetch        2.0 s  4.0 MB, 2.0 MB/s
                          restore      4.0 s  50 entries
                        """);
    }

    @Test
    void narrowTerminalIsNeverWrapped() {
        Captured captured = Captured.terminal(30);
        TerminalProgress progress = new TerminalProgress(captured.screen(), nanos::get);

        progress.started(Stage.FETCH, "a-very-long-name-of-a-backup.dump.gz.enc");
        progress.ended(Stage.FETCH);

        assertThat(captured.shown().lines()).allMatch(line -> line.length() < 30);
        assertThat(captured.shown()).contains("a-very").contains("…");
    }

    @Test
    void asciiTerminalGetsNoOtherCharacter() {
        Captured captured = Captured.asciiTerminal();
        TerminalProgress progress = new TerminalProgress(captured.screen(), nanos::get);

        progress.started(Stage.FETCH, "Süß → …");
        progress.advanced(Stage.FETCH, 1, 2, Unit.BYTES);
        progress.draw();
        progress.noted(Stage.FETCH, "Süß → …");

        assertThat(captured.written()).isEqualTo(asciiOf(captured.written()));
        assertThat(captured.written()).contains("S?? -> ...").contains("[####");
    }

    @Test
    void namesFromABackupCannotSteerTheTerminal() {
        Captured captured = Captured.terminal(80);
        TerminalProgress progress = new TerminalProgress(captured.screen(), nanos::get);

        progress.started(Stage.FETCH, "evil\033]0;title\007\u202e\nname");
        progress.ended(Stage.FETCH);

        assertThat(captured.shown())
                .contains("evil\ufffd]0;title\ufffd\ufffd name")
                .doesNotContain("\033]");
    }

    @Test
    void logGetsALineAtEachEndAndNoEscapes() {
        Captured captured = Captured.log();
        LineProgress progress = new LineProgress(captured.screen(), nanos::get);

        progress.started(Stage.FETCH, "shop.dump");
        for (int i = 1; i <= 120; i++) {
            pass(0.1);
            progress.advanced(Stage.FETCH, i * 1_000_000L, 120_000_000, Unit.BYTES);
        }
        progress.ended(Stage.FETCH);

        assertThat(captured.written())
                .isEqualTo(
                        """
                        fetch: 41 %, 50.0 MB of 120.0 MB, 10.0 MB/s, 7.0 s left
                        fetch: 83 %, 100.0 MB of 120.0 MB, 10.0 MB/s, 2.0 s left
                        fetch: 120.0 MB, 10.0 MB/s, took 12 s
                        """);
    }

    @Test
    void colourIsUsedOnlyWhereItIsShown() {
        Captured plain = Captured.terminal(80);
        Captured coloured = Captured.colourTerminal();
        for (Captured each : java.util.List.of(plain, coloured)) {
            TerminalProgress progress = new TerminalProgress(each.screen(), nanos::get);
            progress.started(Stage.VERIFY, "checks");
            progress.ended(Stage.VERIFY);
        }
        assertThat(plain.written()).doesNotContain("\033[2m");
        assertThat(coloured.written()).contains("\033[2m");
    }

    private static String asciiOf(String text) {
        return text.replaceAll("[^\\x00-\\x7f]", "");
    }

    private void pass(double seconds) {
        nanos.addAndGet(Math.round(seconds * 1e9));
    }
}
