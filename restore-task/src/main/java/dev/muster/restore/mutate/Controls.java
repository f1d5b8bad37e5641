package dev.muster.restore.mutate;

import dev.muster.contract.Finding;
import dev.muster.contract.Stage;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Mutant.Fate;
import dev.muster.contract.result.StageTime;
import java.io.IOException;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The drills of unchanged copies, one on each way: before any damage counts on a way, its own must
 * come out proven. They also tell how long a drill takes there.
 */
final class Controls {
    private final Clock clock;
    private final Map<Way, DrillResult> results = new EnumMap<>(Way.class);
    private final Map<Way, Double> seconds = new EnumMap<>(Way.class);
    private final Map<Way, String> unproven = new EnumMap<>(Way.class);

    /** Makes a copy and drills it. */
    @FunctionalInterface
    interface Drilling {
        DrillResult drill() throws Uncounted, SQLException, IOException, InterruptedException;
    }

    /**
     * @param proven the drill of the backup itself, which says how long one takes until it is known
     */
    Controls(DrillResult proven, Clock clock) {
        this.clock = clock;
        for (Way way : Way.values()) {
            seconds.put(way, usual(proven, way == Way.DATABASE));
        }
    }

    private static double usual(DrillResult proven, boolean verifyAlone) {
        return proven.stages().stream()
                .filter(s ->
                        s.stage() == Stage.VERIFY
                                || (!verifyAlone
                                        && (s.stage() == Stage.FETCH
                                                || s.stage() == Stage.RESTORE)))
                .mapToDouble(StageTime::seconds)
                .sum();
    }

    /**
     * The drill of an unchanged copy, which is made once.
     *
     * @throws Uncounted where it is not proven, or cannot end in time
     */
    DrillResult of(Way way, Drilling drilling)
            throws Uncounted, SQLException, IOException, InterruptedException {
        DrillResult known = results.get(way);
        if (known == null) {
            needTime(way);
            long start = System.nanoTime();
            known = drilling.drill();
            if (clock.over()) {
                clock.need(0);
            }
            seconds.put(way, (System.nanoTime() - start) / 1e9);
            results.put(way, known);
        }
        if (known.verdict() != Verdict.PROVEN) {
            String why =
                    "an unchanged copy of the %s is not proven on this way: %s"
                            .formatted(
                                    way.words(),
                                    known.findings().stream()
                                            .filter(Finding::decides)
                                            .map(f -> f.code().name())
                                            .findFirst()
                                            .orElse("no finding"));
            unproven.put(way, why);
            throw new Uncounted(Fate.NOT_RUN, why);
        }
        return known;
    }

    /** Refuses a drill on this way that cannot end in time. */
    void needTime(Way way) throws Uncounted {
        clock.need(seconds.getOrDefault(way, 0.0));
    }

    /** Why nothing could be told on some ways: their unchanged copies are not proven. */
    List<String> unproven() {
        return List.copyOf(unproven.values());
    }
}
