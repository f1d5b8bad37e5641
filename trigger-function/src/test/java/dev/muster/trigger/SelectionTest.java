package dev.muster.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.plan.SelectSpec;
import dev.muster.contract.plan.SelectSpec.Mode;
import dev.muster.contract.plan.Span;
import dev.muster.stores.Candidate;
import dev.muster.stores.Candidate.ListedCopy;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SelectionTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private static List<Candidate> candidates(List<Integer> hours) {
        return IntStream.range(0, hours.size())
                .mapToObj(i -> {
                    Instant at = NOW.minus(Duration.ofHours(hours.get(i)));
                    return new Candidate(
                            "b%03d".formatted(i), at, List.of(new ListedCopy(0, 1, at, null)));
                })
                .toList();
    }

    private static SelectSpec spec(Mode mode) {
        return new SelectSpec(mode, Span.parse("7d"), null, null);
    }

    private static long hoursOld(Candidate candidate) {
        return Duration.between(candidate.createdAt(), NOW).toHours();
    }

    @Property
    void whatIsChosenLiesInTheWindowAndOrderDoesNotMatter(
            @ForAll @Size(max = 40) List<@IntRange(min = -10, max = 400) Integer> hours,
            @ForAll long seed) {
        List<Candidate> candidates = candidates(hours);
        List<Candidate> shuffled = new java.util.ArrayList<>(candidates);
        Collections.shuffle(shuffled, new Random(seed));
        for (Mode mode : new Mode[] {Mode.RANDOM, Mode.LATEST, Mode.OLDEST}) {
            List<Choice> chosen = Selection.choose(spec(mode), candidates, NOW, seed);
            assertThat(chosen).hasSize(hours.stream().anyMatch(h -> h <= 168) ? 1 : 0);
            assertThat(Selection.choose(spec(mode), shuffled, NOW, seed)).isEqualTo(chosen);
            assertThat(chosen).allMatch(choice -> hoursOld(choice.candidate()) <= 168);
        }
    }

    @Property
    void latestAndOldestAreTheEnds(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 168) Integer> hours) {
        List<Candidate> candidates = candidates(hours);
        Candidate latest =
                Selection.choose(spec(Mode.LATEST), candidates, NOW, 0).getFirst().candidate();
        Candidate oldest =
                Selection.choose(spec(Mode.OLDEST), candidates, NOW, 0).getFirst().candidate();
        assertThat(hoursOld(latest)).isEqualTo(Collections.min(hours).longValue());
        assertThat(hoursOld(oldest)).isEqualTo(Collections.max(hours).longValue());
    }

    @Property
    void bandsAreDisjointAndLeaveNothingOut(@ForAll @IntRange(min = 0, max = 365 * 24) int hour) {
        List<Band> holding =
                Selection.bands(spec(Mode.BANDS)).stream()
                        .filter(b -> b.holds(candidates(List.of(hour)).getFirst(), NOW))
                        .toList();
        assertThat(holding).hasSize(1);
    }

    @Property(tries = 20)
    void everyCandidateCanBeChosen(@ForAll @IntRange(min = 1, max = 12) int number) {
        List<Candidate> candidates = candidates(IntStream.range(0, number).boxed().toList());
        long different =
                IntStream.range(0, 400)
                        .mapToObj(s -> Selection.choose(spec(Mode.RANDOM), candidates, NOW, s))
                        .map(choices -> choices.getFirst().candidate().key())
                        .distinct()
                        .count();
        assertThat(different).isEqualTo(number);
    }
}
