package dev.muster.cli.terminal;

import dev.muster.contract.Progress.Unit;
import java.util.Locale;

/** How far one step is, and how that reads. */
final class Step {
    private static final double SECOND = 1e9;

    final String name;
    private final long startedNanos;
    private String what;
    private long done;
    private long total;
    private Unit unit = Unit.BYTES;

    Step(String name, String what, long startedNanos) {
        this.name = name;
        this.what = what;
        this.startedNanos = startedNanos;
    }

    void advanced(long newDone, long newTotal, Unit newUnit) {
        done = newDone;
        total = newTotal;
        unit = newUnit;
    }

    void says(String newWhat) {
        what = newWhat;
    }

    /** Between 0 and 1, or negative where the total is not known. */
    double share() {
        return total <= 0 ? -1 : Math.min(1, (double) done / total);
    }

    double secondsAt(long nanos) {
        return Math.max(0, (nanos - startedNanos) / SECOND);
    }

    /** For example {@code 41 %, 193.2 MB of 471.0 MB, 182.0 MB/s, 2 s left}. */
    String running(long nanos) {
        double seconds = secondsAt(nanos);
        if (done == 0) {
            return what + (seconds < 1 ? "" : ", " + Quantities.seconds(seconds));
        }
        StringBuilder text = new StringBuilder();
        if (total > 0) {
            text.append(
                    String.format(Locale.ROOT, "%3d %%  ", Math.round(Math.floor(share() * 100))));
            text.append(unit == Unit.BYTES ? Quantities.bytes(done) : Quantities.count(done));
            text.append(" of ").append(Quantities.amount(total, unit));
        } else {
            text.append(Quantities.amount(done, unit));
        }
        if (seconds >= 1) {
            text.append(rate(seconds));
            if (total > done) {
                double left = seconds / done * (total - done);
                text.append(", ").append(Quantities.seconds(Math.ceil(left))).append(" left");
            }
        }
        return text.toString();
    }

    /** For example {@code 471.0 MB, 182.0 MB/s}, or what the step worked on. */
    String ended(long nanos) {
        if (done == 0) {
            return what;
        }
        return Quantities.amount(done, unit) + rate(secondsAt(nanos));
    }

    private String rate(double seconds) {
        return unit == Unit.BYTES && seconds > 0.05
                ? ", " + Quantities.bytes(Math.round(done / seconds)) + "/s"
                : "";
    }
}
