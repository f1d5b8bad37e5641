package dev.muster.restore.postgres.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.restore.postgres.server.Server;
import dev.muster.restore.postgres.server.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Creates a database in the archive's encoding and, where it is here, its locale; else in the
 * nearest that is, with a warning.
 */
final class DatabaseCreation {
    private DatabaseCreation() {}

    /**
     * The warning, where the locale had to be replaced.
     *
     * @param owner null for the role that creates it
     */
    static Optional<Finding> create(
            Connection connection,
            Server server,
            DatabaseSpec spec,
            String name,
            @Nullable String owner)
            throws SQLException {
        SQLException first = null;
        for (String options : attempts(spec, server.major())) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "CREATE DATABASE "
                                + Sql.identifier(name)
                                + (owner == null ? "" : " OWNER " + Sql.identifier(owner))
                                + " TEMPLATE template0"
                                + encoding(spec)
                                + options);
                readMoneyAsItIsWritten(statement, spec, name);
                return isAsked(spec, options)
                        ? Optional.empty()
                        : Optional.of(replaced(spec, options));
            } catch (SQLException e) {
                if (!isAboutLocale(e)) {
                    throw failed(name, e);
                }
                first = first == null ? e : first;
            }
        }
        throw failed(name, java.util.Objects.requireNonNull(first));
    }

    // A dump writes money as its server's locale has it, which is the database's unless somebody
    // chose another; the archive does not name it.
    private static void readMoneyAsItIsWritten(
            Statement statement, DatabaseSpec spec, String name) {
        String locale = spec.ctype() == null ? spec.collate() : spec.ctype();
        List<String> names = locale == null ? List.of() : spellings(locale);
        boolean _ = names.stream().anyMatch(each -> readsMoneyAs(each, statement, name));
    }

    private static boolean readsMoneyAs(String locale, Statement statement, String name) {
        try {
            statement.execute(
                    "ALTER DATABASE %s SET lc_monetary = %s"
                            .formatted(Sql.identifier(name), Sql.literal(locale)));
            return true;
        } catch (SQLException e) {
            return false; // It is not on this machine, by this name.
        }
    }

    // Most exact first; "C" always exists and goes with every encoding.
    private static Set<String> attempts(DatabaseSpec spec, int major) {
        Set<String> attempts = new LinkedHashSet<>();
        String collate = spec.collate() == null ? spec.ctype() : spec.collate();
        String ctype = spec.ctype() == null ? collate : spec.ctype();
        String provider = spec.provider() == null ? "libc" : spec.provider();
        String own = spec.icuLocale() == null ? collate : spec.icuLocale();
        if (provider.equals("icu") && major >= 15 && own != null) {
            String icu = " LOCALE_PROVIDER icu ICU_LOCALE " + Sql.literal(own);
            if (spec.icuRules() != null && major >= 16) {
                attempts.add(icu + rules(spec.icuRules()) + libc("C", "C"));
            }
            attempts.add(icu + libc("C", "C"));
        }
        if (provider.equals("builtin") && major >= 17 && own != null) {
            attempts.add(
                    " LOCALE_PROVIDER builtin BUILTIN_LOCALE " + Sql.literal(own) + libc("C", "C"));
        }
        if (collate != null && ctype != null) {
            spellings(collate)
                    .forEach(c -> spellings(ctype).forEach(t -> attempts.add(libc(c, t))));
        }
        if (utf8(spec)) {
            // Sorting as bytes is as wrong as any other locale's, and much faster.
            attempts.add(libc("C", "C.UTF-8"));
            attempts.add(libc("C", "C.utf8"));
            attempts.add(libc("C", "en_US.UTF-8"));
        }
        attempts.add(libc("C", "C"));
        return attempts;
    }

    // An archive that names no locale asks for none.
    private static boolean isAsked(DatabaseSpec spec, String options) {
        if (spec.icuRules() != null && !options.contains(rules(spec.icuRules()))) {
            return false;
        }
        if (spec.icuLocale() != null) {
            return options.contains(Sql.literal(spec.icuLocale()));
        }
        return spec.collate() == null
                || spellings(spec.collate()).stream()
                        .anyMatch(name -> options.contains("LC_COLLATE " + Sql.literal(name)));
    }

    // One locale has several names: en_US.UTF-8, en_US.utf8.
    private static List<String> spellings(String locale) {
        List<String> all = new ArrayList<>(List.of(locale));
        String lower = locale.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".utf-8") || lower.endsWith(".utf8")) {
            String language = locale.substring(0, locale.lastIndexOf('.'));
            all.add(language + ".utf8");
            all.add(language + ".UTF-8");
        }
        return all;
    }

    private static String rules(String icuRules) {
        return " ICU_RULES " + Sql.literal(icuRules);
    }

    private static String libc(String collate, String ctype) {
        return " LC_COLLATE " + Sql.literal(collate) + " LC_CTYPE " + Sql.literal(ctype);
    }

    private static String encoding(DatabaseSpec spec) {
        return spec.encoding() == null ? "" : " ENCODING " + Sql.literal(spec.encoding());
    }

    private static boolean utf8(DatabaseSpec spec) {
        return spec.encoding() == null || spec.encoding().equalsIgnoreCase("UTF8");
    }

    private static boolean isAboutLocale(SQLException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("locale")
                || message.contains("lc_c")
                || message.contains("icu")
                || message.contains("encoding")
                || message.contains("collation");
    }

    private static Finding replaced(DatabaseSpec spec, String options) {
        String wanted = describe(spec);
        return Finding.of(
                FindingCode.LOCALE_MISSING,
                wanted,
                "locale \"%s\" is not on this machine, the database was created with%s"
                        .formatted(wanted, options.replace("'", "\"")));
    }

    private static String describe(DatabaseSpec spec) {
        @Nullable String own = spec.icuLocale() == null ? spec.collate() : spec.icuLocale();
        String named = own == null ? "C.UTF-8" : own;
        return spec.icuRules() == null ? named : named + " with rules of its own";
    }

    private static FindingException failed(String name, SQLException e) {
        String message = String.valueOf(e.getMessage());
        boolean privilege = "42501".equals(e.getSQLState());
        return new FindingException(
                Finding.of(
                        privilege ? FindingCode.PRIVILEGE_MISSING : FindingCode.SERVER_REFUSED,
                        name,
                        "cannot create the database \"%s\": %s"
                                .formatted(name, message.lines().findFirst().orElse(""))),
                e);
    }
}
