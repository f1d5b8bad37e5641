package dev.muster.restore.postgres.restore;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The database that an archive wants.
 *
 * @param name in the archive; a throwaway server gives it the same
 * @param encoding as {@code UTF8}; null where the archive does not say. One that only clients
 *     speak, as a script may that names no other, becomes UTF8
 * @param provider {@code libc}, {@code icu} or {@code builtin}; null where the archive does not say
 * @param collate LC_COLLATE or LOCALE; null for the server's own
 * @param ctype LC_CTYPE; null for the same as {@code collate}
 * @param icuLocale the provider's own locale, for icu and builtin
 * @param icuRules ICU_RULES, beyond those of the locale; null for none
 */
public record DatabaseSpec(
        String name,
        @Nullable String encoding,
        @Nullable String provider,
        @Nullable String collate,
        @Nullable String ctype,
        @Nullable String icuLocale,
        @Nullable String icuRules) {

    /** Encodings that no server keeps (PostgreSQL's documentation, "Character Set Support"). */
    private static final Set<String> OF_CLIENTS =
            Set.of("BIG5", "GB18030", "GBK", "JOHAB", "SHIFT_JIS_2004", "SJIS", "UHC");

    public DatabaseSpec {
        boolean ofClients =
                encoding != null && OF_CLIENTS.contains(encoding.toUpperCase(Locale.ROOT));
        encoding = ofClients ? "UTF8" : encoding;
    }

    /** A database of which only the encoding is known. */
    public static DatabaseSpec of(String name, @Nullable String encoding) {
        return new DatabaseSpec(name, encoding, null, null, null, null, null);
    }
}
