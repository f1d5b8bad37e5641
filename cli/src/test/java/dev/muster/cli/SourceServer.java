package dev.muster.cli;

import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.Installations;
import dev.muster.servers.PostgresCluster;
import dev.muster.servers.PostgresOptions;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A PostgreSQL server that holds what tests back up, reached by a socket. */
final class SourceServer {
    private SourceServer() {}

    static PostgresCluster start() throws IOException, InterruptedException {
        List<Installation> installed =
                Installations.find(System.getenv()).all().stream()
                        .filter(each -> each.programs().contains("pg_dump"))
                        .toList();
        Assumptions.assumeFalse(installed.isEmpty(), "PostgreSQL is not installed");
        return PostgresCluster.start(PostgresOptions.of(installed.getFirst().bin()));
    }
}
