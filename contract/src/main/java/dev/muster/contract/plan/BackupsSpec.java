package dev.muster.contract.plan;

import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which of a store's objects are backups, and when each was made. */
public record BackupsSpec(
        @Option(
                        "the keys of backups, relative to the store: {timestamp:…} is a java.time"
                                + " pattern, {any} or * any text within a folder, ** any text; left"
                                + " out, every object is a backup unless it is a sidecar, and was made"
                                + " when the store says")
                @Nullable String pattern,
        @Option(value = "the time zone of timestamps that name none", byDefault = "UTC")
                ZoneId zone) {

    public BackupsSpec {
        if (pattern != null) {
            KeyPattern.of(pattern, zone);
        }
    }

    /** The pattern, ready for use; empty where every object may be a backup. */
    public Optional<KeyPattern> keys() {
        return Optional.ofNullable(pattern).map(text -> KeyPattern.of(text, zone));
    }
}
