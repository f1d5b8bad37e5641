package dev.muster.manifest.take;

import dev.muster.manifest.TableContent;
import dev.muster.manifest.content.TableShape;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One state of the source, held until it is closed. Its tables are locked against TRUNCATE and
 * ALTER TABLE before it is taken, as these would show through it.
 *
 * @param id by which other sessions can read the same state
 * @param lsn null where it is not told
 */
record Snapshot(SourceSession session, String id, @Nullable String lsn, Instant at)
        implements AutoCloseable {
    private static final int LOCKS_AT_ONCE = 100;

    static Snapshot take(SourceSession session) throws SQLException {
        List<TableShape> before = TableShape.readAll(session);
        session.begin();
        List<String> tables =
                before.stream()
                        .filter(t -> t.readable() && t.kind() == TableContent.Kind.TABLE)
                        .map(t -> "ONLY " + t.quoted())
                        .toList();
        for (int i = 0; i < tables.size(); i += LOCKS_AT_ONCE) {
            List<String> some = tables.subList(i, Math.min(tables.size(), i + LOCKS_AT_ONCE));
            session.execute("LOCK TABLE " + String.join(", ", some) + " IN ACCESS SHARE MODE");
        }
        return session.rows(
                        """
                        SELECT pg_catalog.pg_export_snapshot(),
                               CASE WHEN pg_catalog.pg_is_in_recovery()
                                    THEN pg_catalog.pg_last_wal_replay_lsn()
                                    ELSE pg_catalog.pg_current_wal_lsn() END,
                               (extract(epoch FROM pg_catalog.clock_timestamp()) * 1000)::bigint
                        """,
                        r ->
                                new Snapshot(
                                        session,
                                        r.getString(1),
                                        r.getString(2),
                                        Instant.ofEpochMilli(r.getLong(3))))
                .getFirst();
    }

    @Override
    public void close() {
        session.close();
    }
}
