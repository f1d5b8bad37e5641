package dev.muster.restore.archive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The encoding and locale options of a CREATE DATABASE; null where the archive does not say one.
 *
 * @param provider libc, icu or builtin
 * @param collate LC_COLLATE
 * @param ctype LC_CTYPE
 * @param locale the provider's own: ICU_LOCALE, BUILTIN_LOCALE, or LOCALE
 */
public record DatabaseLocale(
        @Nullable String encoding,
        @Nullable String provider,
        @Nullable String collate,
        @Nullable String ctype,
        @Nullable String locale,
        @Nullable String icuRules) {

    static final DatabaseLocale UNKNOWN = new DatabaseLocale(null, null, null, null, null, null);

    static DatabaseLocale in(List<TocEntry> entries, boolean standardStrings) {
        for (TocEntry entry : entries) {
            if (entry.desc().equals("DATABASE")) {
                for (List<Token> statement : Tokens.statements(entry.defn(), standardStrings)) {
                    if (new TokenCursor(statement).accept("create", "database")) {
                        return of(statement);
                    }
                }
            }
        }
        return UNKNOWN;
    }

    private static DatabaseLocale of(List<Token> create) {
        String all = option(create, "locale");
        String collate = option(create, "lc_collate");
        String ctype = option(create, "lc_ctype");
        String icu = option(create, "icu_locale");
        String builtin = option(create, "builtin_locale");
        return new DatabaseLocale(
                option(create, "encoding"),
                option(create, "locale_provider"),
                collate == null ? all : collate,
                ctype == null ? all : ctype,
                icu != null ? icu : builtin != null ? builtin : all,
                option(create, "icu_rules"));
    }

    private static @Nullable String option(List<Token> create, String name) {
        for (int i = 3; i + 1 < create.size(); i++) {
            if (create.get(i).is(name)) {
                int value = create.get(i + 1).is("=") ? i + 2 : i + 1;
                return value < create.size() ? create.get(value).text() : null;
            }
        }
        return null;
    }
}
