package dev.muster.contract.plan;

/** How far a drill that ends broken is followed by drills of other backups, until one is proven. */
public record WalkBackSpec(
        @Option(
                        value =
                                "after a broken drill, how many more backups are drilled, from the"
                                        + " newest to older ones, until one is proven; 0 for none",
                        byDefault = "0")
                int backups,
        @Option(value = "how old a backup may be to be drilled for it", byDefault = "365d")
                Span within,
        @Option(value = "after how long no more drill is begun for it", byDefault = "4h")
                Span timeout) {

    public WalkBackSpec {
        if (backups < 0) {
            throw new InvalidOption(
                    "backups",
                    "there are no " + backups + " backups",
                    "write how many may be drilled, or 0 for none");
        }
    }

    /** No other backup is drilled. */
    public static WalkBackSpec none() {
        return Defaults.of(WalkBackSpec.class);
    }

    /** Whether any other backup may be drilled. */
    public boolean allowed() {
        return backups > 0;
    }
}
