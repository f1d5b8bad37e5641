package dev.muster.report.history;

import dev.muster.records.DrillRecord;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How fast a plan's backups restored over time.
 *
 * @param rates bytes per second of the proven drills, oldest first
 */
record Trend(List<Double> rates) {
    private static final int MOST = 40;

    static Trend of(List<DrillRecord> drills) {
        List<Double> rates =
                drills.stream()
                        .map(r -> r.drill().restoreRate())
                        .flatMap(Optional::stream)
                        .toList();
        return new Trend(rates.subList(Math.max(0, rates.size() - MOST), rates.size()));
    }

    boolean isWorthShowing() {
        return rates.size() >= 2;
    }

    double first() {
        return rates.getFirst();
    }

    double last() {
        return rates.getLast();
    }

    /** Each rate's share of the largest, for bars. */
    Stream<Double> shares() {
        double largest = rates.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        return rates.stream().map(rate -> largest <= 0 ? 0 : rate / largest);
    }
}
