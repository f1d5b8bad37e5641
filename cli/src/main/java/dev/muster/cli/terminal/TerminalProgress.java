package dev.muster.cli.terminal;

import dev.muster.cli.terminal.Screen.Style;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Shows one line per step on a terminal, and redraws those that still run in place. */
final class TerminalProgress implements ProgressDisplay {
    private static final long FRAME_MILLIS = 100;
    private static final int BAR = 24;
    private static final String INDENT = "  ";
    private static final String CLEAR_LINE = "\r\033[K";

    private final Screen screen;
    private final LongSupplier nanos;
    private final Map<String, Step> running = new LinkedHashMap<>();
    private int drawn;
    private boolean closed;

    TerminalProgress(Screen screen, LongSupplier nanos) {
        this.screen = screen;
        this.nanos = nanos;
    }

    /** One that redraws itself, so that time is seen to pass while a step is silent. */
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
    public synchronized void doing(String step, String what) {
        running.computeIfAbsent(step, name -> new Step(name, what, nanos.getAsLong())).says(what);
        draw();
    }

    @Override
    public synchronized void advanced(String step, long done, long total, Unit unit) {
        Step state = running.get(step);
        if (state != null) {
            state.advanced(done, total, unit);
        }
    }

    @Override
    public synchronized void noted(String step, String text) {
        erase();
        String start = INDENT + column(step);
        for (String line : screen.wrapped(text, start.length())) {
            screen.out().println(screen.styled(Style.YELLOW, start + line));
            start = " ".repeat(start.length());
        }
        draw();
    }

    @Override
    public synchronized void done(String step) {
        Step state = running.remove(step);
        if (state != null) {
            long now = nanos.getAsLong();
            String took = "%8s  ".formatted(Quantities.seconds(state.secondsAt(now)));
            printAbove(fit(column(step) + took + screen.safe(state.ended(now)), Style.DIM));
        }
    }

    @Override
    public synchronized void close() {
        erase();
        running.clear();
        closed = true;
        screen.out().flush();
    }

    /** Draws the running steps over what was drawn before. */
    synchronized void draw() {
        if (closed) {
            return;
        }
        erase();
        long now = nanos.getAsLong();
        for (Step step : running.values()) {
            if (drawn > 0) {
                screen.out().print('\n');
            }
            screen.out().print(lineOf(step, now));
            drawn++;
        }
        screen.out().flush();
    }

    private String lineOf(Step step, long now) {
        boolean barFits = step.share() >= 0 && screen.width() >= 70;
        String bar = barFits ? bar(step.share()) + "  " : "";
        return fit(column(step.name) + bar + screen.safe(step.running(now)), null);
    }

    private static String column(String step) {
        return "%-8s  ".formatted(step);
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

    private String fit(String text, @Nullable Style style) {
        String line = text.replace('\n', ' ').stripTrailing();
        int room = screen.width() - INDENT.length() - 1;
        if (line.length() > room) {
            String end = screen.unicode() ? "…" : "...";
            line = line.substring(0, Math.max(0, room - end.length())) + end;
        }
        return INDENT + (style == null ? line : screen.styled(style, line));
    }
}
