package dev.muster.contract.plan;

import org.jspecify.annotations.Nullable;

/** What recovery is promised to take and to lose. */
public record ObjectivesSpec(
        @Option("how long fetch and restore may take together") @Nullable Span rto,
        @Option("how old the newest backup may be") @Nullable Span rpo) {}
