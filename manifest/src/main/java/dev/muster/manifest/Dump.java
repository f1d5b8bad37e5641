package dev.muster.manifest;

import org.jspecify.annotations.Nullable;

/**
 * The dump that a manifest belongs to.
 *
 * @param sha256 of what pg_dump wrote, in lower-case hex; for a directory archive of the lines that
 *     {@code sha256sum *} prints for its files in the order of their names
 * @param bytes of what pg_dump wrote
 * @param name of the file or folder, null where it went through a pipe
 * @param scoped whether what the dump leaves out is known from its own list of contents; else all
 *     of the database is taken to be in it
 */
public record Dump(String sha256, long bytes, @Nullable String name, boolean scoped) {}
