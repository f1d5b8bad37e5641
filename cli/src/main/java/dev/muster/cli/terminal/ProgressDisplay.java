package dev.muster.cli.terminal;

import dev.muster.contract.Progress;
import dev.muster.contract.Stage;
import java.util.Locale;

/** Shows how the steps of a command advance, a drill's stages among them, until it is closed. */
public sealed interface ProgressDisplay extends Progress, AutoCloseable
        permits TerminalProgress, LineProgress {

    /** The display that suits the screen. */
    static ProgressDisplay on(Screen screen) {
        return screen.terminal()
                ? TerminalProgress.started(screen)
                : new LineProgress(screen, System::nanoTime);
    }

    /** A step began, or works on something else now. */
    void doing(String step, String what);

    /** How far a step is; nothing where it has not begun. */
    void advanced(String step, long done, long total, Unit unit);

    /** Something worth a line happened in a step. */
    void noted(String step, String text);

    /** A step ended. */
    void done(String step);

    @Override
    default void started(Stage stage, String what) {
        doing(named(stage), what);
    }

    @Override
    default void advanced(Stage stage, long done, long total, Unit unit) {
        advanced(named(stage), done, total, unit);
    }

    @Override
    default void noted(Stage stage, String text) {
        noted(named(stage), text);
    }

    @Override
    default void ended(Stage stage) {
        done(named(stage));
    }

    private static String named(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }

    @Override
    void close();
}
