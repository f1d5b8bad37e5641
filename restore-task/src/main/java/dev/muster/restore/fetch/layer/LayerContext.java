package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import dev.muster.restore.fetch.key.Keys;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What a layer may use while it is opened and read.
 *
 * @param plausible whether bytes are the beginning of something known, by which a key that fits is
 *     told from one that does not
 * @param notes takes findings that do not end the fetch
 */
public record LayerContext(
        Keys keys, Predicate<Head> plausible, StopSignal stop, Consumer<Finding> notes) {}
