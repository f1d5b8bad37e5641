package dev.muster.contract.plan;

/** What is done with a backup beyond its own verification, once that has proven it. */
public record VerifySpec(
        @Option(
                        value =
                                "whether copies of a proven backup are damaged, to tell which damage"
                                        + " this plan would notice",
                        byDefault = "false")
                Boolean mutate,
        @Option(value = "how long that may take, within restore.timeout", byDefault = "10m")
                Span mutateWithin) {

    /** The usual: nothing more is done. */
    public static VerifySpec usual() {
        return Defaults.of(VerifySpec.class);
    }
}
