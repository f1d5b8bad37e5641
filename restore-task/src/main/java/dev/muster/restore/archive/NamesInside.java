package dev.muster.restore.archive;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a database's entries name that must exist where it is restored.
 *
 * @param roles every role but PUBLIC: owners, grantees, roles of policies, defaults and mappings
 * @param extensions by name, with the schema they are put into
 * @param languages of functions and of their own entries, but not sql, c, internal and plpgsql
 * @param libraries that C functions load, as written, for example $libdir/foo
 * @param tablespaces that objects are put into
 * @param collations locale names that collations of the database are made from
 */
public record NamesInside(
        Set<String> roles,
        List<Extension> extensions,
        Set<String> languages,
        Set<String> libraries,
        Set<String> tablespaces,
        Set<String> collations) {

    private static final Set<String> BUILT_IN = Set.of("sql", "c", "internal", "plpgsql");

    /** An extension that the archive creates; the schema is empty where it is not said. */
    public record Extension(String name, String schema) {}

    public NamesInside {
        roles = Set.copyOf(roles);
        extensions = List.copyOf(extensions);
        languages = Set.copyOf(languages);
        libraries = Set.copyOf(libraries);
        tablespaces = Set.copyOf(tablespaces);
        collations = Set.copyOf(collations);
    }

    NamesInside withRoles(Set<String> more) {
        TreeSet<String> all = new TreeSet<>(roles);
        all.addAll(more);
        return new NamesInside(all, extensions, languages, libraries, tablespaces, collations);
    }

    static NamesInside in(List<TocEntry> entries, boolean standardStrings) {
        RoleNames roles = new RoleNames();
        TreeSet<String> languages = new TreeSet<>();
        TreeSet<String> libraries = new TreeSet<>();
        TreeSet<String> tablespaces = new TreeSet<>();
        TreeSet<String> collations = new TreeSet<>();
        TreeSet<Extension> extensions = new TreeSet<>(Comparator.comparing(Extension::name));
        for (TocEntry entry : entries) {
            roles.owner(entry.owner());
            if (entry.tablespace() != null && !entry.tablespace().isBlank()) {
                tablespaces.add(entry.tablespace());
            }
            for (List<Token> statement : Tokens.statements(entry.defn(), standardStrings)) {
                roles.in(statement);
                TokenCursor at = new TokenCursor(statement);
                if (at.accept("create", "extension")) {
                    extension(at, extensions);
                } else if (at.accept("create", "collation")) {
                    collation(statement, collations);
                } else if (isRoutine(statement)) {
                    routine(statement, languages, libraries);
                } else if (entry.desc().equals("PROCEDURAL LANGUAGE")) {
                    language(entry.tag(), languages);
                }
                tablespace(statement, tablespaces);
            }
        }
        tablespaces.remove("pg_default");
        return new NamesInside(
                roles.found(),
                List.copyOf(extensions),
                languages,
                libraries,
                tablespaces,
                collations);
    }

    private static void extension(TokenCursor at, TreeSet<Extension> extensions) {
        at.accept("if", "not", "exists");
        QualifiedName name = at.name();
        if (name == null) {
            return;
        }
        String schema = "";
        if (at.seek("schema")) {
            at.next();
            QualifiedName given = at.name();
            schema = given == null ? "" : given.name();
        }
        extensions.add(new Extension(name.name(), schema));
    }

    private static void collation(List<Token> statement, SortedSet<String> collations) {
        for (int i = 2; i + 2 < statement.size(); i++) {
            Token option = statement.get(i);
            if ((option.is("locale") || option.is("lc_collate") || option.is("lc_ctype"))
                    && statement.get(i + 1).is("=")) {
                collations.add(statement.get(i + 2).text());
            }
        }
    }

    private static boolean isRoutine(List<Token> statement) {
        TokenCursor at = new TokenCursor(statement);
        if (!at.accept("create")) {
            return false;
        }
        at.skipAny("or", "replace");
        return at.accept("function") || at.accept("procedure");
    }

    private static void routine(
            List<Token> statement, SortedSet<String> languages, SortedSet<String> libraries) {
        TokenCursor at = new TokenCursor(statement);
        if (!at.seek("language")) {
            return;
        }
        at.next();
        String name = at.next().text();
        language(name, languages);
        if (name.equalsIgnoreCase("c")) {
            TokenCursor again = new TokenCursor(statement);
            if (again.seek("as")) {
                again.next();
                if (again.peek().kind() == Token.Kind.STRING) {
                    libraries.add(again.next().text());
                }
            }
        }
    }

    private static void language(String name, SortedSet<String> languages) {
        if (!BUILT_IN.contains(name.toLowerCase(Locale.ROOT))) {
            languages.add(name);
        }
    }

    /** TABLESPACE as an option of a statement, or of a constraint's index. */
    private static void tablespace(List<Token> statement, SortedSet<String> tablespaces) {
        if (isRoutine(statement) || statement.getFirst().is("comment")) {
            return;
        }
        for (int i = 1; i + 1 < statement.size(); i++) {
            boolean option =
                    statement.get(i).is("tablespace")
                            && !statement.get(i - 1).is("create")
                            && !statement.get(i - 1).is("on")
                            && !statement.get(i - 1).is(".");
            if (option) {
                int value = statement.get(i + 1).is("=") ? i + 2 : i + 1;
                if (value < statement.size() && statement.get(value).isName()) {
                    tablespaces.add(statement.get(value).text());
                }
            }
        }
    }
}
