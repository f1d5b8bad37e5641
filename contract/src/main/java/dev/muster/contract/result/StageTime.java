package dev.muster.contract.result;

import dev.muster.contract.Stage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a stage took.
 *
 * @param bytes what it moved, where it moves bytes
 * @param cpuShare the share of the machine's CPU time that was in use meanwhile, 0 to 1, where the
 *     machine tells
 */
public record StageTime(
        Stage stage,
        Instant startedAt,
        double seconds,
        @Nullable Long bytes,
        @Nullable Double cpuShare) {}
