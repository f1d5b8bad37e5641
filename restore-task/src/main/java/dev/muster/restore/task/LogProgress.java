package dev.muster.restore.task;

import dev.muster.contract.Progress;
import dev.muster.contract.Stage;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/** Writes into the log how a drill advances: its stages, and twice a minute how far it is. */
final class LogProgress implements Progress {
    private static final long PAUSE_NANOS = 30_000_000_000L;
    private static final double MB = 1e6;

    private final Log log;
    private final LongSupplier nanos;
    private final Map<Stage, Long> started = new EnumMap<>(Stage.class);
    private long told;

    LogProgress(Log log, LongSupplier nanos) {
        this.log = log;
        this.nanos = nanos;
        this.told = nanos.getAsLong();
    }

    @Override
    public synchronized void started(Stage stage, String what) {
        started.put(stage, nanos.getAsLong());
        tell(stage, what);
    }

    @Override
    public synchronized void advanced(Stage stage, long done, long total, Unit unit) {
        if (nanos.getAsLong() - told >= PAUSE_NANOS) {
            tell(stage, far(done, total, unit));
        }
    }

    @Override
    public synchronized void noted(Stage stage, String text) {
        tell(stage, text);
    }

    @Override
    public synchronized void ended(Stage stage) {
        Long start = started.remove(stage);
        if (start != null) {
            double seconds = (nanos.getAsLong() - start) / 1e9;
            tell(stage, String.format(Locale.ROOT, "ended after %.1f s", seconds));
        }
    }

    private void tell(Stage stage, String text) {
        log.line(stage.name().toLowerCase(Locale.ROOT) + ": " + text);
        told = nanos.getAsLong();
    }

    private static String far(long done, long total, Unit unit) {
        String counted =
                switch (unit) {
                    case BYTES ->
                            total > 0
                                    ? String.format(
                                            Locale.ROOT, "%.0f of %.0f MB", done / MB, total / MB)
                                    : String.format(Locale.ROOT, "%.0f MB", done / MB);
                    case ENTRIES, OBJECTS ->
                            (total > 0 ? done + " of " + total : done + "")
                                    + " "
                                    + unit.name().toLowerCase(Locale.ROOT);
                };
        return total > 0
                ? String.format(Locale.ROOT, "%s, %d%%", counted, Math.min(100, 100 * done / total))
                : counted;
    }
}
