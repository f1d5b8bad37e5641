package dev.muster.restore.archive;

import java.util.List;

/**
 * Tells the statements of a dump that are about more than what is in its database: the database as
 * a whole, owners, tablespaces, and whom the session acts as.
 */
final class BeyondDatabase {
    private BeyondDatabase() {}

    static boolean speaksOf(List<Token> statement) {
        TokenCursor at = new TokenCursor(statement);
        if (at.accept("alter")) {
            return at.accept("database") || isInDatabase(statement) || givesToOwner(statement);
        }
        if (at.accept("comment", "on", "database")) {
            return true;
        }
        if (at.accept("grant") || at.accept("revoke")) {
            return at.seek("on") && at.accept("on", "database");
        }
        if (at.accept("security", "label")) {
            return at.seek("on") && at.accept("on", "database");
        }
        if (at.accept("reset")) {
            return at.accept("session", "authorization");
        }
        if (at.accept("set")) {
            at.skipAny("local");
            return at.accept("session", "authorization")
                    || new TokenCursor(statement.subList(1, statement.size()))
                            .accept("default_tablespace");
        }
        return false;
    }

    /** ALTER ROLE … IN DATABASE … SET …, which pg_dump --create writes. */
    private static boolean isInDatabase(List<Token> statement) {
        TokenCursor at = new TokenCursor(statement);
        at.accept("alter");
        if (!at.accept("role") && !at.accept("user")) {
            return false;
        }
        at.next();
        return at.accept("in", "database");
    }

    /** ALTER … OWNER TO …, and nothing else. */
    private static boolean givesToOwner(List<Token> statement) {
        int size = statement.size();
        return size > 4
                && statement.get(size - 3).is("owner")
                && statement.get(size - 2).is("to")
                && statement.get(size - 1).isName();
    }
}
