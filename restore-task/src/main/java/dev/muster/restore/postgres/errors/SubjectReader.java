package dev.muster.restore.postgres.errors;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads from the first words of a SQL command what it is about. */
final class SubjectReader {
    private static final String WORD = "(?:\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";
    private static final String NAME = "(" + WORD + "(?:\\." + WORD + ")?)";
    private static final String IF = "(?:IF (?:NOT )?EXISTS )?";
    private static final int FIRST_WORDS = 4000;

    private record Form(Pattern pattern, String desc, Shape shape) {}

    /** Which of the pattern's groups are what. */
    private enum Shape {
        /** Group 1 is the object. */
        OBJECT,
        /** Group 1 is the object, group 2 the table whose schema it is in. */
        OBJECT_ON_TABLE,
        /** Group 1 is the table, group 2 a part of it, group 3 a referenced table or nothing. */
        PART_OF_TABLE,
        /** Group 1 is a part of the table in group 2. */
        PART_ON_TABLE,
        /** Group 1 is the kind, group 2 the object. */
        KIND_AND_OBJECT
    }

    private static final List<Form> FORMS =
            List.of(
                    form("COPY " + NAME, "TABLE DATA", Shape.OBJECT),
                    form("INSERT INTO " + NAME, "TABLE DATA", Shape.OBJECT),
                    form(
                            alterTable("ADD CONSTRAINT (" + WORD + ") FOREIGN KEY .*?REFERENCES ")
                                    + NAME,
                            "FK CONSTRAINT",
                            Shape.PART_OF_TABLE),
                    form(
                            alterTable("ADD CONSTRAINT (" + WORD + ") CHECK"),
                            "CHECK CONSTRAINT",
                            Shape.PART_OF_TABLE),
                    form(
                            alterTable("ADD CONSTRAINT (" + WORD + ")"),
                            "CONSTRAINT",
                            Shape.PART_OF_TABLE),
                    form(
                            alterTable("ALTER COLUMN (" + WORD + ") SET DEFAULT"),
                            "DEFAULT",
                            Shape.PART_OF_TABLE),
                    form(
                            "CREATE (?:GLOBAL |LOCAL |TEMP(?:ORARY)? |UNLOGGED |FOREIGN )*TABLE "
                                    + IF
                                    + NAME,
                            "TABLE",
                            Shape.OBJECT),
                    form(
                            "(?:CREATE|REFRESH) MATERIALIZED VIEW (?:CONCURRENTLY )?" + IF + NAME,
                            "MATERIALIZED VIEW",
                            Shape.OBJECT),
                    form(
                            "CREATE (?:OR REPLACE )?(?:TEMP(?:ORARY)? |RECURSIVE )*VIEW " + NAME,
                            "VIEW",
                            Shape.OBJECT),
                    form(
                            "CREATE (?:UNIQUE )?INDEX (?:CONCURRENTLY )?"
                                    + IF
                                    + "((?!ON\\b)"
                                    + WORD
                                    + ") ON (?:ONLY )?"
                                    + NAME,
                            "INDEX",
                            Shape.OBJECT_ON_TABLE),
                    form(
                            "CREATE (?:OR REPLACE )?(?:CONSTRAINT )?TRIGGER ("
                                    + WORD
                                    + ") .*? ON "
                                    + NAME,
                            "TRIGGER",
                            Shape.PART_ON_TABLE),
                    form("CREATE POLICY (" + WORD + ") ON " + NAME, "POLICY", Shape.PART_ON_TABLE),
                    form(
                            "CREATE (?:OR REPLACE )?RULE (" + WORD + ") AS\\s+ON .*? TO " + NAME,
                            "RULE",
                            Shape.PART_ON_TABLE),
                    form(
                            "SELECT pg_catalog\\.setval\\('" + NAME + "'",
                            "SEQUENCE SET",
                            Shape.OBJECT),
                    form(
                            "SELECT pg_catalog\\.lo_(?:create|open|unlink)\\('?(\\d+)",
                            "BLOB",
                            Shape.OBJECT),
                    form("COMMENT ON COLUMN " + NAME, "COMMENT", Shape.OBJECT),
                    form(
                            "COMMENT ON (?:[A-Z]+ )+?(?:" + WORD + " ON )?" + NAME,
                            "COMMENT",
                            Shape.OBJECT),
                    form(
                            "(?:GRANT|REVOKE) .*? ON (?:[A-Z]+ )*?"
                                    + NAME
                                    + "(?:\\(.*?\\))? (?:TO|FROM)",
                            "ACL",
                            Shape.OBJECT),
                    form(
                            "(?:CREATE|ALTER) (?:OR REPLACE )?(?:TRUSTED )?(?:PROCEDURAL )?"
                                    + "(SEQUENCE|TYPE|DOMAIN|FUNCTION|PROCEDURE|AGGREGATE|SCHEMA"
                                    + "|EXTENSION|COLLATION|CONVERSION|LANGUAGE|SERVER"
                                    + "|FOREIGN DATA WRAPPER|EVENT TRIGGER|PUBLICATION"
                                    + "|SUBSCRIPTION|STATISTICS|ROLE|USER|DATABASE|TABLESPACE"
                                    + "|OPERATOR CLASS|OPERATOR FAMILY|ACCESS METHOD|TRANSFORM"
                                    + "|TEXT SEARCH CONFIGURATION|TEXT SEARCH DICTIONARY"
                                    + "|TEXT SEARCH PARSER|TEXT SEARCH TEMPLATE|TABLE|VIEW"
                                    + "|MATERIALIZED VIEW) (?:ONLY )?"
                                    + IF
                                    + NAME,
                            "",
                            Shape.KIND_AND_OBJECT));

    private SubjectReader() {}

    private static String alterTable(String action) {
        return "ALTER TABLE " + IF + "(?:ONLY )?" + NAME + "\\s+" + action;
    }

    /** Empty where the command is about no object of the archive, for example SET. */
    static Optional<Subject> read(@Nullable String statement) {
        if (statement == null) {
            return Optional.empty();
        }
        String words = start(statement);
        for (Form form : FORMS) {
            Matcher matcher = form.pattern().matcher(words);
            if (matcher.lookingAt()) {
                return Optional.of(subject(form, matcher));
            }
        }
        return Optional.empty();
    }

    private static String start(String statement) {
        String rest = statement.strip();
        while (rest.startsWith("--")) {
            int end = rest.indexOf('\n');
            rest = end < 0 ? "" : rest.substring(end + 1).strip();
        }
        return rest.substring(0, Math.min(rest.length(), FIRST_WORDS));
    }

    private static Subject subject(Form form, Matcher m) {
        return switch (form.shape()) {
            case OBJECT -> of(form.desc(), m.group(1), null);
            case OBJECT_ON_TABLE ->
                    new Subject(form.desc(), schema(m.group(2)), name(m.group(1)), null);
            case PART_OF_TABLE ->
                    new Subject(
                            form.desc(),
                            schema(m.group(1)),
                            name(m.group(1)) + " " + name(m.group(2)),
                            m.groupCount() >= 3 ? display(m.group(3)) : null);
            case PART_ON_TABLE ->
                    new Subject(
                            form.desc(),
                            schema(m.group(2)),
                            name(m.group(2)) + " " + name(m.group(1)),
                            null);
            case KIND_AND_OBJECT -> of(m.group(1).toUpperCase(Locale.ROOT), m.group(2), null);
        };
    }

    private static Subject of(String desc, String name, @Nullable String references) {
        return new Subject(desc, schema(name), name(name), references);
    }

    private static String display(String qualified) {
        String schema = schema(qualified);
        return schema.isEmpty() ? name(qualified) : schema + "." + name(qualified);
    }

    private static String schema(String qualified) {
        int dot = split(qualified);
        return dot < 0 ? "" : unquote(qualified.substring(0, dot));
    }

    private static String name(String qualified) {
        return unquote(qualified.substring(split(qualified) + 1));
    }

    private static int split(String qualified) {
        boolean quoted = false;
        for (int i = 0; i < qualified.length(); i++) {
            char c = qualified.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '.' && !quoted) {
                return i;
            }
        }
        return -1;
    }

    static String unquote(String word) {
        return word.startsWith("\"") && word.length() > 1
                ? word.substring(1, word.length() - 1).replace("\"\"", "\"")
                : word;
    }

    private static Form form(String regex, String desc, Shape shape) {
        return new Form(
                Pattern.compile(
                        regex.replace(" ", "\\s+"), Pattern.DOTALL | Pattern.CASE_INSENSITIVE),
                desc,
                shape);
    }
}
