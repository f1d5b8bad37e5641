package dev.muster.contract.plan;

import org.jspecify.annotations.Nullable;

/** What recovery is promised to take and to lose, and how often that is proven. */
public record ObjectivesSpec(
        @Option("how long fetch and restore may take together") @Nullable Span rto,
        @Option("how old the newest backup may be") @Nullable Span rpo,
        @Option(
                        "how old the plan's newest proven drill may be before its silence is"
                                + " alerted; left out, what the stack on AWS allows all plans")
                @Nullable Span provenWithin) {}
