package dev.muster.restore.archive;

import java.util.List;

/** Reads from a TABLE entry's statement what kind of table it makes. */
final class TableTraits {
    private TableTraits() {}

    static boolean isOrdinaryAndLogged(TocEntry table) {
        if (table.relkind() != 0 && table.relkind() != 'r') {
            return false;
        }
        for (List<Token> statement : Tokens.statements(table.defn(), true)) {
            TokenCursor at = new TokenCursor(statement);
            if (at.accept("create", "table")) {
                return !at.seek("partition") || !isPartitioned(at);
            }
            if (at.accept("create")) {
                return false;
            }
        }
        return false;
    }

    /** Whether it can hold rows of its own, logged or not; what cannot be told is taken to. */
    static boolean holdsRows(TocEntry table) {
        if (table.relkind() != 0) {
            return table.relkind() == 'r';
        }
        for (List<Token> statement : Tokens.statements(table.defn(), true)) {
            TokenCursor at = new TokenCursor(statement);
            if (at.accept("create", "unlogged", "table") || at.accept("create", "table")) {
                return !at.seek("partition") || !isPartitioned(at);
            }
            if (at.accept("create")) {
                return false;
            }
        }
        return true;
    }

    /** PARTITION BY makes a partitioned table; PARTITION OF makes a partition, which holds rows. */
    private static boolean isPartitioned(TokenCursor at) {
        do {
            if (at.accept("partition", "by")) {
                return true;
            }
            at.next();
        } while (at.seek("partition"));
        return false;
    }

    /** Whether its statement itself brings a key, as other tools than pg_dump write it. */
    static boolean hasKey(TocEntry table) {
        List<Token> tokens = Tokens.of(table.defn(), true);
        return tokens.stream()
                .anyMatch(t -> t.is("primary") || t.is("unique") || t.is("references"));
    }

    /** Whether rows of it were numbered by the database, so that it most likely had a key. */
    static boolean isNumbered(TocEntry table) {
        List<Token> tokens = Tokens.of(table.defn(), true);
        return tokens.stream().anyMatch(t -> t.is("nextval") || t.is("identity"));
    }
}
