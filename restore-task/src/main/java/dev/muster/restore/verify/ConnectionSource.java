package dev.muster.restore.verify;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections to the restored database; may be called from several threads at once. */
@FunctionalInterface
public interface ConnectionSource {
    /** A fresh connection that the caller closes. */
    Connection open() throws SQLException;
}
