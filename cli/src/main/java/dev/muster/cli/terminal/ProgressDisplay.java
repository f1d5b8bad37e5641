package dev.muster.cli.terminal;

import dev.muster.contract.Progress;

/** Shows a drill's progress until it is closed. */
public sealed interface ProgressDisplay extends Progress, AutoCloseable
        permits TerminalProgress, LineProgress {

    /** The display that suits the screen. */
    static ProgressDisplay on(Screen screen) {
        return screen.terminal()
                ? TerminalProgress.started(screen)
                : new LineProgress(screen, System::nanoTime);
    }

    @Override
    void close();
}
