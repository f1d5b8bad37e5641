package dev.muster.restore.verify;

import dev.muster.manifest.content.Queries;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets what reads a source read the restored database in the same words. */
record SessionQueries(Session session) implements Queries<QueryFailed> {
    @Override
    public <T extends @Nullable Object> List<T> rows(String sql, Queries.RowReader<T> reader)
            throws QueryFailed {
        return session.rows(sql, reader::read);
    }

    @Override
    public void execute(String sql) throws QueryFailed {
        session.execute(sql);
    }
}
