package dev.muster.trigger;

import dev.muster.contract.plan.SelectSpec;
import dev.muster.contract.plan.SelectSpec.Mode;
import dev.muster.contract.result.SelectionFacts;
import dev.muster.stores.BackupListing;
import dev.muster.stores.Candidate;
import dev.muster.stores.Window;
import dev.muster.trigger.Located.Chosen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Chooses what is drilled among the candidates. The same seed over the same ones repeats it. */
public final class Selection {
    private Selection() {}

    /** The time from which the candidates of this plan can come. */
    public static Window window(SelectSpec spec, Instant now) {
        return switch (spec.mode()) {
            case RANDOM, LATEST, OLDEST -> Window.within(spec.within().duration(), now);
            case BANDS -> Window.within(spec.bands().getLast().duration(), now);
            case KEY -> Window.ever(now);
        };
    }

    /** The ages of which one backup each is chosen: one band, but in mode bands. */
    static List<Band> bands(SelectSpec spec) {
        return spec.mode() == Mode.BANDS ? Band.of(spec.bands()) : Band.of(List.of(spec.within()));
    }

    /** How many backups are chosen at once, at most. */
    static int parts(SelectSpec spec) {
        return bands(spec).size();
    }

    /** The age that a part is about, as people write it. */
    static String band(SelectSpec spec, int part) {
        return bands(spec).get(part).toString();
    }

    /** Of those chosen at once, the one of this part; there may be none of its age. */
    static Optional<Chosen> part(SelectSpec spec, List<Chosen> chosen, int part) {
        if (spec.mode() != Mode.BANDS) {
            return chosen.stream().findFirst();
        }
        List<Band> bands = bands(spec);
        return part >= bands.size()
                ? Optional.empty()
                : chosen.stream()
                        .filter(one -> bands.get(part).toString().equals(one.facts().within()))
                        .findFirst();
    }

    /** Those that could be chosen, oldest first. */
    public static List<Candidate> eligible(
            SelectSpec spec, List<Candidate> candidates, Instant now) {
        if (spec.mode() == Mode.KEY) {
            return candidates.stream().filter(c -> names(spec.key(), c)).toList();
        }
        return bands(spec).stream()
                .flatMap(b -> in(b, candidates, now).stream())
                .sorted(BackupListing.ORDER)
                .toList();
    }

    /**
     * Chooses one candidate, in mode bands one for each band that holds any; none where there is
     * none.
     *
     * @param seed of the random choices
     */
    public static List<Choice> choose(
            SelectSpec spec, List<Candidate> candidates, Instant now, long seed) {
        List<Candidate> sorted = candidates.stream().sorted(BackupListing.ORDER).toList();
        if (spec.mode() == Mode.KEY) {
            return eligible(spec, sorted, now).stream()
                    .limit(1)
                    .map(c -> choice(spec, c, null, null, 1, "named by its key"))
                    .toList();
        }
        // Its sequence is part of its specification, so that a seed means the same for ever. Seeds
        // that lie close together begin alike there, so they are spread out first.
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        List<Choice> choices = new ArrayList<>();
        for (Band band : bands(spec)) {
            List<Candidate> held = in(band, sorted, now);
            if (!held.isEmpty()) {
                choices.add(choose(spec, band, held, seed, random));
            }
        }
        return choices;
    }

    private static Choice choose(
            SelectSpec spec, Band band, List<Candidate> held, long seed, Random random) {
        String among = " of " + counted(held.size()) + " of the last " + band;
        return switch (spec.mode()) {
            case LATEST ->
                    choice(spec, held.getLast(), band, null, held.size(), "the newest" + among);
            case OLDEST ->
                    choice(spec, held.getFirst(), band, null, held.size(), "the oldest" + among);
            case RANDOM, BANDS, KEY ->
                    choice(
                            spec,
                            held.get(random.nextInt(held.size())),
                            band,
                            seed,
                            held.size(),
                            "at random, one"
                                    + (band.from() == null
                                            ? among
                                            : " of " + counted(held.size()) + " of age " + band)
                                    + ", with seed "
                                    + seed);
        };
    }

    private static Choice choice(
            SelectSpec spec,
            Candidate candidate,
            @Nullable Band band,
            @Nullable Long seed,
            int candidates,
            String reason) {
        return new Choice(
                candidate,
                new SelectionFacts(
                        spec.mode().id(),
                        band == null ? null : band.toString(),
                        seed,
                        candidates,
                        reason));
    }

    private static List<Candidate> in(Band band, List<Candidate> candidates, Instant now) {
        return candidates.stream().filter(c -> band.holds(c, now)).toList();
    }

    private static boolean names(@Nullable String key, Candidate candidate) {
        return candidate.key().equals(key) || candidate.key().equals(key + "/");
    }

    private static String counted(int number) {
        return number == 1 ? "1 backup" : number + " backups";
    }
}
