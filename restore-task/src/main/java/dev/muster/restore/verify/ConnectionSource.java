package dev.muster.restore.verify;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Opens connections to the restored database; may be called from several threads at once. A
 * SQL_ASCII database's names can only be read in full where they permit the driver's {@code
 * allowEncodingChanges}.
 */
@FunctionalInterface
public interface ConnectionSource {
    /** A fresh connection that the caller closes. */
    Connection open() throws SQLException;
}
