package dev.muster.cli.terminal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Shows progress as plain lines, for a log: one at a step's end, and one every few seconds. */
final class LineProgress implements ProgressDisplay {
    private static final long PAUSE_NANOS = 5_000_000_000L;

    private final Screen screen;
    private final LongSupplier nanos;
    private final Map<String, Step> running = new LinkedHashMap<>();
    private long lastNanos;

    LineProgress(Screen screen, LongSupplier nanos) {
        this.screen = screen;
        this.nanos = nanos;
        this.lastNanos = nanos.getAsLong();
    }

    @Override
    public synchronized void doing(String step, String what) {
        running.computeIfAbsent(step, name -> new Step(name, what, nanos.getAsLong())).says(what);
    }

    @Override
    public synchronized void advanced(String step, long done, long total, Unit unit) {
        Step state = running.get(step);
        if (state == null) {
            return;
        }
        state.advanced(done, total, unit);
        long now = nanos.getAsLong();
        if (now - lastNanos >= PAUSE_NANOS && done != total) { // Its end says the same.
            print(step + ": " + state.running(now).strip().replace("%  ", "%, "));
        }
    }

    @Override
    public synchronized void noted(String step, String text) {
        print(step + ": " + text);
    }

    @Override
    public synchronized void done(String step) {
        Step state = running.remove(step);
        if (state != null) {
            long now = nanos.getAsLong();
            String took = Quantities.seconds(state.secondsAt(now));
            print(step + ": " + state.ended(now) + ", took " + took);
        }
    }

    @Override
    public synchronized void close() {
        running.clear();
    }

    private void print(String text) {
        screen.line(text);
        lastNanos = nanos.getAsLong();
    }
}
