package dev.muster.restore.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table's or schema's name as a person writes it: with or without schema, quotes, capitals. */
record WrittenName(String written) {
    private static final Pattern PART = Pattern.compile("\"((?:[^\"]|\"\")+)\"|([^\".]+)");

    /** Whether it is this name to the letter. */
    boolean isExactly(QualifiedName name) {
        return written.strip().equals(name.toString()) || matches(parts(false), name);
    }

    /** Whether it is this name in either way. */
    boolean isOf(QualifiedName name) {
        return isExactly(name) || isFolded(name);
    }

    /** Whether it is this name as SQL takes names without quotes. */
    boolean isFolded(QualifiedName name) {
        return matches(parts(true), name);
    }

    private static boolean matches(List<String> parts, QualifiedName name) {
        return switch (parts.size()) {
            case 1 -> parts.getFirst().equals(name.name());
            case 2 -> parts.get(0).equals(name.schema()) && parts.get(1).equals(name.name());
            default -> false;
        };
    }

    private List<String> parts(boolean folded) {
        List<String> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(written.strip());
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                parts.add(matcher.group(1).replace("\"\"", "\""));
            } else {
                String plain = matcher.group(2).strip();
                parts.add(folded ? plain.toLowerCase(Locale.ROOT) : plain);
            }
        }
        return parts;
    }
}
