package dev.muster.restore.verify;

import org.jspecify.annotations.Nullable;

/**
 * Counts the rows of an extension's table that are the user's, as pg_dump takes them: by the
 * condition that the extension gave with {@code pg_extension_config_dump}. The others came with
 * {@code CREATE EXTENSION}.
 */
final class ExtensionRows {
    private static final String CONDITION =
            """
            SELECT COALESCE(x.extcondition[k.place], '')
              FROM pg_extension x, LATERAL unnest(x.extconfig) WITH ORDINALITY k(config, place)
             WHERE k.config =
            """;

    private final Session session;

    ExtensionRows(Session session) {
        this.session = session;
    }

    /** Null where the extension here does not say, or its condition cannot be asked. */
    @Nullable Long ofUser(Relation table) {
        try {
            String condition = session.row(CONDITION + table.oid(), row -> row.getString(1));
            if (condition == null || !table.addressable()) {
                return null;
            }
            return session.row(
                    "SELECT count(*) FROM %s %s".formatted(table.from(), condition),
                    row -> row.getLong(1));
        } catch (QueryFailed e) {
            return null;
        }
    }
}
