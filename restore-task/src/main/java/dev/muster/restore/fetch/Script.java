package dev.muster.restore.fetch;

import dev.muster.restore.fetch.layer.Head;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells a script of SQL from other text that holds words of SQL, as a README does that tells how to
 * restore the dump beside it.
 */
final class Script {
    private static final Pattern COMMENTS =
            Pattern.compile("\\A(?:\\s++|--[^\\n]*+(?:\\n|\\z)|/\\*(?s:.*?)\\*/)*+");

    /** pg_dump's and pg_dumpall's own first words. */
    private static final Pattern BORDER =
            Pattern.compile("(?m)^-- PostgreSQL database (?:cluster )?dump");

    /** Keywords as people write them in SQL; a sentence begins with one capital letter. */
    private static final Pattern COMMAND =
            Pattern.compile(
                    "(?:(?:SET|set)\\s+[\\w.\"]+\\s*(?:=|TO\\b|to\\b)"
                            + "|(?:SELECT|select)\\s+(?:pg_catalog\\.|set_config|setval)"
                            + "|(?:DO|do)\\s+\\$"
                            + "|(?:RESET|CREATE|ALTER|DROP|GRANT|REVOKE|COMMENT\\s+ON|INSERT\\s+INTO|COPY"
                            + "|BEGIN|START\\s+TRANSACTION|TRUNCATE|DELETE\\s+FROM"
                            + "|reset|create|alter|drop|grant|revoke|comment\\s+on|insert\\s+into|copy"
                            + "|begin|start\\s+transaction|truncate|delete\\s+from)\\b)[^;]*;"
                            + "|\\\\(?:connect|c|restrict|encoding|set|unrestrict)\\b");

    private Script() {}

    /**
     * Whether it begins with pg_dump's own words, or with a command after no more than comments.
     */
    static boolean begins(Head head) {
        String text = Text.decode(head);
        Matcher comments = COMMENTS.matcher(text);
        int start = comments.find() ? comments.end() : 0;
        return BORDER.matcher(text.substring(0, start)).find()
                || COMMAND.matcher(text).region(start, text.length()).lookingAt();
    }
}
