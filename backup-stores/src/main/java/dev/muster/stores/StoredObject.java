package dev.muster.stores;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One object as a store lists it.
 *
 * @param key relative to the store's prefix or directory, with {@code /} between its parts
 * @param size in bytes
 * @param etag what the store gives to recognise this very version, or null
 */
public record StoredObject(String key, long size, Instant modified, @Nullable String etag) {}
