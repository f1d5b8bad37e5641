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
                Span mutateWithin,
        @Option(
                        value =
                                "whether a proven backup is drilled again on each newer major version"
                                        + " of PostgreSQL that is installed, to tell what goes wrong"
                                        + " there alone",
                        byDefault = "false")
                Boolean upgrades) {

    /** The usual: nothing more is done. */
    public static VerifySpec usual() {
        return Defaults.of(VerifySpec.class);
    }

    /** The same, with upgrades rehearsed. */
    public VerifySpec withUpgrades() {
        return new VerifySpec(mutate, mutateWithin, true);
    }
}
