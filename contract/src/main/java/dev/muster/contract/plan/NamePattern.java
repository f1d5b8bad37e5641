package dev.muster.contract.plan;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The name of an object as a plan writes it: {@code name} or {@code schema.name}, {@code *}
 * standing for any text.
 */
record NamePattern(Pattern pattern) {
    static NamePattern of(String written) {
        String any =
                List.of(written.strip().replace("\"", "").split("\\*", -1)).stream()
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*"));
        // With its kind before it, or its database's name where there are several.
        return new NamePattern(Pattern.compile("(?:.*[.]|.*: )?" + any, Pattern.DOTALL));
    }

    /** Whether it names this very object. */
    boolean matches(String object) {
        return pattern.matcher(object).matches();
    }

    /** Whether it names an object, or what that is a part of: a table's columns and keys, too. */
    boolean covers(String object) {
        if (matches(object)) {
            return true;
        }
        int dot = object.lastIndexOf('.');
        return dot > 0 && object.indexOf('.') < dot && covers(object.substring(0, dot));
    }
}
