package dev.muster.restore.postgres.errors;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of what an error says is not there.
 *
 * @param kind in the message's own word, for example {@code relation} or {@code type}
 * @param schema empty where the message names none
 */
record MissingName(String kind, String schema, String name) {
    private static final List<Pattern> FORMS =
            List.of(
                    Pattern.compile("^column \".*\" of (relation) \"(.+)\" does not exist"),
                    Pattern.compile(
                            "^(relation|type|schema|extension|language|role|table|view|sequence"
                                    + "|index|access method|operator class|operator family"
                                    + "|text search configuration|text search dictionary"
                                    + "|text search parser|text search template|collation"
                                    + "|server|foreign-data wrapper|publication|database"
                                    + "|foreign table|domain|aggregate|conversion|tablespace"
                                    + "|statistics object|event trigger|column|constraint"
                                    + "|trigger|policy|rule) \"(.+?)\""),
                    Pattern.compile(
                            "^(function|procedure|aggregate|routine) (.+?)\\(.*does not exist"),
                    Pattern.compile("^(operator) does not exist: (.+)"),
                    Pattern.compile("^could not find a (function|procedure) named \"(.+)\""),
                    Pattern.compile("^(cast) from type (.+?) to type"),
                    Pattern.compile("referenced (table) \"(.+?)\""),
                    Pattern.compile("^data (type) (.+?) has no default operator class"),
                    Pattern.compile("^unrecognized ([a-z ]+?) \"(.+?)\""),
                    Pattern.compile("^(type|operator) (.+?) is only a shell"));

    static Optional<MissingName> of(String message) {
        for (Pattern form : FORMS) {
            Matcher matcher = form.matcher(message);
            if (matcher.find()) {
                return Optional.of(split(matcher.group(1), matcher.group(2)));
            }
        }
        return Optional.empty();
    }

    private static MissingName split(String kind, String qualified) {
        String clean = qualified.replace("\"", "");
        int dot = clean.indexOf('.');
        return dot <= 0 || kind.equals("operator")
                ? new MissingName(kind, "", clean)
                : new MissingName(kind, clean.substring(0, dot), clean.substring(dot + 1));
    }

    /** As {@code kind "schema.name"}, for people. */
    String display() {
        return kind + " \"" + (schema.isEmpty() ? name : schema + "." + name) + "\"";
    }
}
