package dev.muster.contract.plan;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which of the backups a drill is about. */
public record SelectSpec(
        @Option(
                        "random, latest or oldest within the window; key for a certain one; bands"
                                + " for a random one of each age band; left out, random, or what"
                                + " key or bands ask for")
                Mode mode,
        @Option(
                        value = "how old a backup may be to be chosen; not for key and bands",
                        byDefault = "7d")
                Span within,
        @Option("the key of the one backup, relative to the store, for mode key")
                @Nullable String key,
        @Option(
                        "the upper ends of the age bands for mode bands, each band beginning where"
                                + " the one before ends; left out, 7d, 30d and 365d")
                List<Span> bands,
        @Option("which backups are drilled after one was found broken") WalkBackSpec walkBack) {

    /** How to choose. */
    public enum Mode {
        RANDOM,
        LATEST,
        OLDEST,
        KEY,
        BANDS;

        /** The name in the file and in results. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final List<Span> USUAL_BANDS =
            List.of(Span.parse("7d"), Span.parse("30d"), Span.parse("365d"));

    public SelectSpec(
            @Nullable Mode mode,
            Span within,
            @Nullable String key,
            @Nullable List<Span> bands,
            WalkBackSpec walkBack) {
        List<Span> given = bands == null ? List.of() : List.copyOf(bands);
        this.mode = mode != null ? mode : implied(key, given);
        this.within = within;
        this.key = key;
        this.walkBack = walkBack;
        this.bands = given.isEmpty() && this.mode == Mode.BANDS ? USUAL_BANDS : given;
        if (this.mode == Mode.KEY && (key == null || key.isBlank())) {
            throw new InvalidOption("mode key names no key", "add key: and the backup's key");
        }
        if (this.mode != Mode.KEY && key != null) {
            throw new InvalidOption(
                    "key", "a key has no use in mode " + this.mode.id(), "write mode: key");
        }
        if (this.mode != Mode.BANDS && !given.isEmpty()) {
            throw new InvalidOption(
                    "bands", "bands have no use in mode " + this.mode.id(), "write mode: bands");
        }
        for (int i = 1; i < this.bands.size(); i++) {
            if (this.bands.get(i).duration().compareTo(this.bands.get(i - 1).duration()) <= 0) {
                throw new InvalidOption(
                        "bands",
                        "the bands do not rise: "
                                + this.bands.get(i)
                                + " follows "
                                + this.bands.get(i - 1),
                        "write the youngest first, as in [7d, 30d, 365d]");
            }
        }
    }

    /** A choice without a walk back. */
    public SelectSpec(
            @Nullable Mode mode, Span within, @Nullable String key, @Nullable List<Span> bands) {
        this(mode, within, key, bands, WalkBackSpec.none());
    }

    /** The same with another walk back. */
    public SelectSpec withWalkBack(WalkBackSpec other) {
        return new SelectSpec(mode, within, key, mode == Mode.BANDS ? bands : null, other);
    }

    private static Mode implied(@Nullable String key, List<Span> bands) {
        if (key != null) {
            return Mode.KEY;
        }
        return bands.isEmpty() ? Mode.RANDOM : Mode.BANDS;
    }

    /** The choice of one certain backup. */
    public static SelectSpec ofKey(String key) {
        return new SelectSpec(Mode.KEY, Defaults.of(SelectSpec.class).within(), key, null);
    }
}
