package dev.muster.restore.postgres.restore;

import org.jspecify.annotations.Nullable;

/**
 * The database that an archive wants.
 *
 * @param name in the archive; a throwaway server gives it the same
 * @param encoding as {@code UTF8}; null where the archive does not say
 * @param provider {@code libc}, {@code icu} or {@code builtin}; null where the archive does not say
 * @param collate LC_COLLATE or LOCALE; null for the server's own
 * @param ctype LC_CTYPE; null for the same as {@code collate}
 * @param icuLocale the provider's own locale, for icu and builtin
 */
public record DatabaseSpec(
        String name,
        @Nullable String encoding,
        @Nullable String provider,
        @Nullable String collate,
        @Nullable String ctype,
        @Nullable String icuLocale) {

    /** A database of which only the encoding is known. */
    public static DatabaseSpec of(String name, @Nullable String encoding) {
        return new DatabaseSpec(name, encoding, null, null, null, null);
    }
}
