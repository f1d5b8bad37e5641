package dev.muster.cli.staging;

import dev.muster.servers.PostgresCluster;
import dev.muster.servers.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;

/** A physical replica of a server as pg_basebackup makes one, open for reading. */
final class Standby implements AutoCloseable {
    final int port;

    private final StagingServer primary;
    private final PostgresCluster cluster;

    private Standby(StagingServer primary, PostgresCluster cluster, int port) {
        this.primary = primary;
        this.cluster = cluster;
        this.port = port;
    }

    /** A replica that lets its recovery wait for no query. */
    static Standby of(StagingServer primary) throws IOException, InterruptedException {
        int port = ServerProcess.freePort();
        Standby standby = new Standby(primary, primary.standby(port), port);
        standby.cluster.start();
        return standby;
    }

    /** Waits until it has all that its primary has committed. */
    void catchUp() throws IOException, InterruptedException {
        String there = primary.sql("postgres", "SELECT pg_current_wal_lsn()");
        for (int attempt = 0; attempt < 600; attempt++) {
            if ("t".equals(sql("SELECT pg_last_wal_replay_lsn() >= '" + there + "'"))) {
                return;
            }
            Thread.sleep(100);
        }
        throw new IOException("the standby did not reach " + there + " within 60 s");
    }

    /** What a query gives there. */
    String sql(String query) throws IOException, InterruptedException {
        return cluster.sql("postgres", query);
    }

    Path log() {
        return cluster.log();
    }

    @Override
    public void close() throws IOException {
        cluster.close();
    }
}
