package dev.muster.report.history;

import java.util.List;
import java.util.stream.Collectors;

/** Draws numbers as one line of small bars. */
final class Sparkline {
    private static final String BARS = "▁▂▃▄▅▆▇█";

    private Sparkline() {}

    /** One bar per value, from 0 to the largest, so that a small change looks small. */
    static String draw(List<Double> values) {
        double largest = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        return values.stream()
                .map(value -> largest <= 0 ? 0 : (int) Math.round(value / largest * 7))
                .map(level -> BARS.substring(level, level + 1))
                .collect(Collectors.joining());
    }
}
