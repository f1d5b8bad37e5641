package dev.muster.manifest.content;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks one database.
 *
 * @param <X> what is thrown where it does not answer
 */
public interface Queries<X extends Exception> {
    /** Reads one row of a result. */
    @FunctionalInterface
    interface RowReader<T extends @Nullable Object> {
        T read(ResultSet row) throws SQLException;
    }

    /** All rows of a query, or of several with semicolons between them. */
    <T extends @Nullable Object> List<T> rows(String sql, RowReader<T> reader) throws X;

    /** Runs statements that give no rows. */
    void execute(String sql) throws X;
}
