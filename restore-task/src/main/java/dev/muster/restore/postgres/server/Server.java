package dev.muster.restore.postgres.server;

import dev.muster.contract.Finding;
import dev.muster.restore.postgres.sandbox.Reach;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A running PostgreSQL that archives are restored into. */
public sealed interface Server extends AutoCloseable permits ThrowawayServer, NamedServer {
    /** The programs that restore into it. */
    Installation installation();

    int major();

    /** As the server says it, for example {@code 17.6}. */
    String version();

    /** For people, without credentials. */
    String describe();

    /** A database that always exists, to create others from. */
    String maintenanceDatabase();

    /** A new connection, as the role that restores. The caller closes it. */
    Connection connect(String database) throws SQLException;

    /** All of libpq's environment that a program needs to connect; no program gets another. */
    Map<String, String> clientEnvironment();

    /**
     * The same for the program that restores, with what makes this server quick at it.
     *
     * @param dataBytes of all rows as text
     * @param withoutEventTriggers whether none may fire, where that may be asked for
     */
    default Map<String, String> restoreEnvironment(long dataBytes, boolean withoutEventTriggers) {
        return clientEnvironment();
    }

    /** What a client program may reach: the payload beside what connecting takes. */
    Reach clientReach(Path program);

    /** Whether the restoring role is a superuser. */
    boolean superuser();

    /** Why the server is no longer there; empty while it is. */
    Optional<Finding> lost();

    /** Bytes that its data takes, of a named server the drill's own; -1 where it is not known. */
    long diskBytes();

    /** What {@link #close} could not remove; to be asked after it. */
    default List<Finding> leftovers() {
        return List.of();
    }

    /** Stops or leaves the server and removes what was made on it; idempotent, never throws. */
    @Override
    void close();
}
