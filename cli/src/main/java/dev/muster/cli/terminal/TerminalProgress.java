package dev.muster.cli.terminal;

import dev.muster.cli.terminal.Screen.Style;
import dev.muster.contract.Stage;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Shows one line per stage on a terminal, and redraws those that still run in place. */
final class TerminalProgress implements ProgressDisplay {
    private static final long FRAME_MILLIS = 100;
    private static final int BAR = 24;
    private static final String CLEAR_LINE = "\r\033[K";

    private final Screen screen;
    private final LongSupplier nanos;
    private final Map<Stage, StageState> running = new EnumMap<>(Stage.class);
    private int drawn;
    private boolean closed;

    TerminalProgress(Screen screen, LongSupplier nanos) {
        this.screen = screen;
        this.nanos = nanos;
    }

    /** One that redraws itself, so that time is seen to pass while a stage is silent. */
    static TerminalProgress started(Screen screen) {
        TerminalProgress progress = new TerminalProgress(screen, System::nanoTime);
        Thread.ofVirtual().name("progress").start(progress::redrawUntilClosed);
        return progress;
    }

    private void redrawUntilClosed() {
        try {
            while (!isClosed()) {
                draw();
                Thread.sleep(FRAME_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void started(Stage stage, String what) {
        running.put(stage, new StageState(stage, what, nanos.getAsLong()));
        draw();
    }

    @Override
    public synchronized void advanced(Stage stage, long done, long total, Unit unit) {
        StageState state = running.get(stage);
        if (state != null) {
            state.advanced(done, total, unit);
        }
    }

    @Override
    public synchronized void noted(Stage stage, String text) {
        printAbove(fit("%-8s %s".formatted("", screen.safe(text)), 2, Style.YELLOW));
    }

    @Override
    public synchronized void ended(Stage stage) {
        StageState state = running.remove(stage);
        if (state != null) {
            long now = nanos.getAsLong();
            String took = Quantities.seconds(state.secondsAt(now));
            printAbove(
                    fit(
                            "%-8s %9s  %s"
                                    .formatted(state.name(), took, screen.safe(state.ended(now))),
                            2,
                            Style.DIM));
        }
    }

    @Override
    public synchronized void close() {
        erase();
        running.clear();
        closed = true;
        screen.out().flush();
    }

    /** Draws the running stages over what was drawn before. */
    synchronized void draw() {
        if (closed) {
            return;
        }
        erase();
        long now = nanos.getAsLong();
        for (StageState state : running.values()) {
            if (drawn > 0) {
                screen.out().print('\n');
            }
            screen.out().print(lineOf(state, now));
            drawn++;
        }
        screen.out().flush();
    }

    private String lineOf(StageState state, long now) {
        String name = "%-8s ".formatted(state.name());
        String bar = state.share() < 0 || screen.width() < 70 ? "" : bar(state.share()) + "  ";
        String text = fit(name + bar + screen.safe(state.running(now)), 2, null);
        return text;
    }

    private String bar(double share) {
        int full = (int) Math.floor(share * BAR);
        return screen.unicode()
                ? "━".repeat(full) + "─".repeat(BAR - full)
                : "[" + "#".repeat(full) + "-".repeat(BAR - full) + "]";
    }

    private void printAbove(String line) {
        erase();
        screen.out().println(line);
        draw();
    }

    private void erase() {
        for (int i = 0; i < drawn; i++) {
            screen.out().print(i == 0 ? CLEAR_LINE : "\033[A" + CLEAR_LINE);
        }
        drawn = 0;
    }

    private String fit(String text, int indent, @org.jspecify.annotations.Nullable Style style) {
        String line = text.replace('\n', ' ').stripTrailing();
        int room = screen.width() - indent - 1;
        if (line.length() > room) {
            String end = screen.unicode() ? "…" : "...";
            line = line.substring(0, Math.max(0, room - end.length())) + end;
        }
        return " ".repeat(indent) + (style == null ? line : screen.styled(style, line));
    }
}
