package dev.muster.restore.archive;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An entry as it grows out of plain SQL: pg_dump's comment above it, then its statements. */
final class PlainEntry {
    private static final Pattern COMMENT =
            Pattern.compile(
                    "-- (?:[A-Z][a-z]+ for )?Name: (.*); Type: ([A-Z ]+); Schema: (.*?);"
                            + " Owner: (.*?)(?:; Tablespace: (.*))?");
    private static final int KEPT = 1 << 20;
    private static final Set<String> NAMED_BY_STATEMENT =
            Set.of(
                    "TABLE",
                    "FOREIGN TABLE",
                    "VIEW",
                    "MATERIALIZED VIEW",
                    "SEQUENCE",
                    "INDEX",
                    "TYPE",
                    "DOMAIN",
                    "SCHEMA");

    private final String desc;
    private String tag;
    private @Nullable String schema;
    private final @Nullable String owner;
    private final @Nullable String tablespace;
    private final long line;
    private final StringBuilder defn = new StringBuilder();
    private @Nullable String copyStmt;
    private boolean hasData;
    private boolean announced;

    private PlainEntry(
            String desc,
            String tag,
            @Nullable String schema,
            @Nullable String owner,
            @Nullable String tablespace,
            long line) {
        this.desc = desc;
        this.tag = tag;
        this.schema = schema;
        this.owner = owner;
        this.tablespace = tablespace;
        this.line = line;
    }

    /** The entry that a comment of pg_dump announces, or null. */
    static @Nullable PlainEntry announced(String comment, long line) {
        Matcher fields = COMMENT.matcher(comment);
        if (!fields.matches()) {
            return null;
        }
        PlainEntry entry =
                new PlainEntry(
                        fields.group(2),
                        fields.group(1),
                        given(fields.group(3)),
                        given(fields.group(4)),
                        given(fields.group(5)),
                        line);
        entry.announced = true;
        return entry;
    }

    /** An entry that no comment announced. */
    static PlainEntry of(StatementShape shape, @Nullable String defaultSchema, long line) {
        QualifiedName name = shape.name();
        return new PlainEntry(
                shape.desc(),
                name.name(),
                name.schema() == null ? defaultSchema : name.schema(),
                null,
                null,
                line);
    }

    private static @Nullable String given(@Nullable String field) {
        return field == null || field.isEmpty() || field.equals("-") ? null : field;
    }

    String desc() {
        return desc;
    }

    String tag() {
        return tag;
    }

    @Nullable String schema() {
        return schema;
    }

    /** Whether pg_dump's comment stood above it: all up to the next comment belongs to it. */
    boolean isAnnounced() {
        return announced;
    }

    boolean isData() {
        return desc.equals("TABLE DATA");
    }

    /** Adds a statement; its text is kept up to a megabyte in all. */
    void add(String text, List<Token> statement) {
        if (defn.length() < KEPT) {
            defn.append(text, 0, Math.min(text.length(), KEPT - defn.length())).append("\n\n");
        }
        if (NAMED_BY_STATEMENT.contains(desc)) {
            StatementShape shape = StatementShape.of(statement);
            if (shape != null && shape.desc().equals(desc)) {
                rename(shape.name());
            }
        } else {
            StatementShape shape = StatementShape.of(statement);
            if (shape != null && isSame(tag, shape.name().name())) {
                rename(shape.name());
            }
        }
    }

    /** Adds the COPY or INSERT that loads a table, and takes over its name's line breaks. */
    void loads(QualifiedName target, @Nullable String copy) {
        hasData = true;
        copyStmt = copy == null ? copyStmt : copy;
        if (isSame(tag, target.name())) {
            rename(target);
        }
    }

    void hasLargeObjects() {
        hasData = true;
    }

    private void rename(QualifiedName name) {
        tag = name.name();
        String given = name.schema();
        if (given != null && (schema == null || isSame(schema, given))) {
            schema = given;
        }
    }

    /** pg_dump writes a line break in a name as a blank in its comments. */
    private static boolean isSame(String inComment, String name) {
        return oneLine(name).equals(inComment)
                || oneLine(name.replace("\r\n", "\n")).equals(inComment);
    }

    /** A name as pg_dump and pg_dumpall write it in comments. */
    static String oneLine(String name) {
        return name.replace('\n', ' ').replace('\r', ' ');
    }

    TocEntry toEntry(int ordinal) {
        return new TocEntry(
                ordinal,
                desc,
                schema,
                tag,
                owner,
                tablespace,
                null,
                0,
                defn.toString(),
                "",
                copyStmt,
                List.of(),
                Section.of(desc),
                hasData,
                -1,
                null,
                line);
    }
}
