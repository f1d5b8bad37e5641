package dev.muster.manifest.take;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections to the source; may be called from several threads at once. */
@FunctionalInterface
public interface ConnectionSource {
    /** A fresh connection that the caller closes. */
    Connection open() throws SQLException;
}
