package dev.muster.restore.archive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Knows the columns whose values are names of roles (regrole, aclitem): COPY fails on a row whose
 * roles do not exist, so these values must be read before the restore.
 */
final class RoleColumns {
    private final Map<QualifiedName, List<String>> byTable = new HashMap<>();

    static RoleColumns in(List<TocEntry> entries) {
        RoleColumns columns = new RoleColumns();
        entries.forEach(columns::add);
        return columns;
    }

    /** Takes note of a TABLE entry that has such columns. */
    void add(TocEntry entry) {
        boolean possible = entry.defn().contains("regrole") || entry.defn().contains("aclitem");
        if (possible && entry.desc().equals("TABLE")) {
            List<String> names = columns(Tokens.of(entry.defn(), true));
            if (!names.isEmpty()) {
                byTable.put(entry.name(), names);
            }
        }
    }

    boolean isEmpty() {
        return byTable.isEmpty();
    }

    boolean has(QualifiedName table) {
        return byTable.containsKey(table);
    }

    /** What collects the roles from a table's COPY data, or null where it has no such column. */
    @Nullable RoleValues values(QualifiedName table, List<Token> copy, RoleNames roles) {
        List<String> names = byTable.get(table);
        if (names == null) {
            return null;
        }
        List<Integer> at = new ArrayList<>();
        List<String> listed = listed(copy);
        for (String name : names) {
            if (listed.contains(name)) {
                at.add(listed.indexOf(name));
            }
        }
        return at.isEmpty() ? null : new RoleValues(at, roles);
    }

    /** The columns that a COPY names. */
    private static List<String> listed(List<Token> copy) {
        List<String> names = new ArrayList<>();
        TokenCursor at = new TokenCursor(copy);
        at.accept("copy");
        at.name();
        if (at.accept("(")) {
            while (!at.atEnd() && !at.peek().is(")")) {
                names.add(at.next().text());
                at.accept(",");
            }
        }
        return names;
    }

    /** The columns of such a type in CREATE TABLE. */
    private static List<String> columns(List<Token> create) {
        List<String> names = new ArrayList<>();
        int depth = 0;
        for (int i = 0; i + 2 < create.size(); i++) {
            Token token = create.get(i);
            boolean starts = (token.is("(") && depth == 0) || (token.is(",") && depth == 1);
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (!starts) {
                continue;
            }
            int type = i + 2;
            if (type + 2 < create.size()
                    && create.get(type).is("pg_catalog")
                    && create.get(type + 1).is(".")) {
                type += 2;
            }
            if (create.get(type).is("regrole") || create.get(type).is("aclitem")) {
                names.add(create.get(i + 1).text());
            }
        }
        return names;
    }
}
