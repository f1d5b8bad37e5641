package dev.muster.manifest.take;

import dev.muster.manifest.QualifiedName;
import dev.muster.manifest.content.DefinedObject;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a dump holds, from its own list of contents: what the user's options leave out is not lost.
 * An archive names each object by its oid, a script by its name.
 */
final class DumpScope {
    private static final Pattern LISTED = Pattern.compile("(\\d+); (\\d+) (\\d+) (.+)");
    private static final Pattern HEADER =
            Pattern.compile(
                    "-- (?:Data for )?Name: (.*); Type: ([A-Z ]+); Schema: (.*); Owner: .*");
    private static final Set<String> OWNERS =
            Set.of("TABLE", "VIEW", "MATERIALIZED VIEW", "FOREIGN TABLE", "TYPE", "DOMAIN");
    private static final String STATE = "SEQUENCE SET ";
    private static final long PG_CLASS = 1259;
    private static final long PG_TYPE = 1247;

    private final Set<String> entries = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> states = new HashSet<>();
    private boolean byName;
    private boolean known;
    private boolean largeObjects;

    /** A line of {@code pg_restore --list}. */
    void listed(String line) {
        Matcher matcher = LISTED.matcher(line);
        if (matcher.matches()) {
            known = true;
            entries.add(matcher.group(2) + " " + matcher.group(3));
            String what = matcher.group(4);
            largeObjects |= what.startsWith("BLOB");
            if (what.startsWith(STATE)) {
                states.add(what);
            }
        }
    }

    /** A comment line of a script. */
    void commented(String line) {
        Matcher matcher = HEADER.matcher(line);
        if (matcher.matches()) {
            known = true;
            byName = true;
            String type = matcher.group(2);
            names.add(type + " " + matcher.group(3) + "." + matcher.group(1));
            largeObjects |= type.startsWith("BLOB");
        }
    }

    /** Whether it is known at all; otherwise everything is taken to be in the dump. */
    boolean known() {
        return known;
    }

    boolean holdsData(long oid, QualifiedName name) {
        return !known
                || entries.contains("0 " + oid)
                || named("TABLE DATA", name)
                || named("MATERIALIZED VIEW DATA", name);
    }

    boolean holdsState(QualifiedName name) {
        // An archive's list has no oid for it; behind the name stands its owner.
        String listed = STATE + written(name.schema() + " " + name.name()) + " ";
        return !known
                || named("SEQUENCE SET", name)
                || states.stream().anyMatch(each -> each.startsWith(listed));
    }

    boolean holdsLargeObjects() {
        return !known || largeObjects;
    }

    /** Whether the dump defines the object. */
    boolean defines(DefinedObject object) {
        if (!known) {
            return true;
        }
        if (byName) {
            return definesByName(object);
        }
        return entries.contains(object.catalog() + " " + object.oid())
                || (object.relation() != 0
                        && (entries.contains(PG_CLASS + " " + object.relation())
                                || entries.contains(PG_TYPE + " " + object.relation())));
    }

    /** A script's names are enough for relations alone. */
    private boolean definesByName(DefinedObject object) {
        String kind = object.kind().toUpperCase(Locale.ROOT);
        return switch (object.kind()) {
            case "schema",
                    "extension",
                    "publication",
                    "server",
                    "event trigger",
                    "foreign data wrapper" ->
                    names.contains(kind + " -." + written(object.name()));
            case "language" -> names.contains("PROCEDURAL LANGUAGE -." + object.name());
            // A script writes their names in another way: any of them stands for all.
            case "function" -> any("FUNCTION ") || any("PROCEDURE ") || any("AGGREGATE ");
            case "operator", "operator class", "cast" -> any(kind + " ");
            case "column", "constraint", "trigger", "policy", "rule" ->
                    definesOwner(written(object.name()));
            default -> names.contains(kind + " " + written(object.name()));
        };
    }

    private boolean any(String type) {
        return names.stream().anyMatch(name -> name.startsWith(type));
    }

    /** The owner ends at one of the dots: a part's own name may have some, too. */
    private boolean definesOwner(String part) {
        return IntStream.range(0, part.length())
                .filter(i -> part.charAt(i) == '.')
                .mapToObj(dot -> part.substring(0, dot))
                .anyMatch(owner ->
                        OWNERS.stream().anyMatch(type -> names.contains(type + " " + owner)));
    }

    private boolean named(String type, QualifiedName name) {
        return byName && names.contains(type + " " + written(name.schema() + "." + name.name()));
    }

    /** As pg_dump writes a name into a comment: on one line. */
    private static String written(String name) {
        return name.replace('\n', ' ').replace('\r', ' ');
    }
}
