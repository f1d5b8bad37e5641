package dev.muster.restore.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table's name as a person writes it: with or without schema, with or without quotes. */
record KeyTableName(String written) {
    private static final Pattern PART = Pattern.compile("\"((?:[^\"]|\"\")+)\"|([^\".]+)");

    /** The relations that are meant: as written first, in lower case where nothing is so named. */
    List<Relation> find(Relations relations) {
        List<Relation> exact = find(relations, false);
        return exact.isEmpty() ? find(relations, true) : exact;
    }

    private List<Relation> find(Relations relations, boolean folded) {
        List<String> parts = parts(folded);
        if (parts.size() == 2) {
            Relation one = relations.find(parts.get(0), parts.get(1));
            return one == null ? List.of() : List.of(one);
        }
        return parts.size() == 1 ? relations.named(parts.getFirst()) : List.of();
    }

    /** Whether it stands for the table that results call so: schema.name. */
    boolean isOf(String label) {
        return isOf(label, false) || isOf(label, true);
    }

    private boolean isOf(String label, boolean folded) {
        String name = String.join(".", parts(folded));
        return label.equals(name) || label.endsWith("." + name);
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
