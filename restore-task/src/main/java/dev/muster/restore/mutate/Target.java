package dev.muster.restore.mutate;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * An object that a kind of damage fits.
 *
 * @param statement that damages it
 */
record Target(String object, String statement) {
    private static final int MOST = 20;

    /** Those that the query gives, in an order that the random source says, but for many a few. */
    static List<Target> pick(Connection connection, String query, Random random)
            throws SQLException {
        List<Target> targets = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query + " ORDER BY 1, 2")) {
            while (rows.next()) {
                targets.add(new Target(rows.getString(1), rows.getString(2)));
            }
        }
        Collections.shuffle(targets, random);
        return targets.subList(0, Math.min(MOST, targets.size()));
    }

    /**
     * Damages the first that lets itself be damaged.
     *
     * @param rows whether a row must have changed
     * @return null where none did
     */
    static @Nullable Target strikeFirst(Connection connection, List<Target> targets, boolean rows)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            statement.execute("SET statement_timeout = '60s'");
            for (Target target : targets) {
                if (target.strike(statement, rows)) {
                    return target;
                }
            }
        }
        return null;
    }

    private boolean strike(Statement on, boolean rows) {
        try {
            boolean answers = on.execute(statement);
            return !rows || (!answers && on.getUpdateCount() > 0);
        } catch (SQLException e) {
            // A constraint or another object forbids it here: the next one may allow it.
            return false;
        }
    }
}
