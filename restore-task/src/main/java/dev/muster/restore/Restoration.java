package dev.muster.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Progress;
import dev.muster.restore.archive.ArchiveContents;
import dev.muster.restore.archive.ArchiveFormat;
import dev.muster.restore.archive.DatabaseContents;
import dev.muster.restore.archive.SafeSql;
import dev.muster.restore.postgres.errors.Entry;
import dev.muster.restore.postgres.restore.Payload;
import dev.muster.restore.postgres.restore.Preparation;
import dev.muster.restore.postgres.restore.Prepared;
import dev.muster.restore.postgres.restore.Restore;
import dev.muster.restore.postgres.restore.RestoreOrder;
import dev.muster.restore.postgres.restore.RestoreOutcome;
import dev.muster.restore.postgres.server.NamedServer;
import dev.muster.restore.postgres.server.Server;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Restores every database of an archive into a server, each as its part of the archive wants it.
 */
final class Restoration {
    private final Material material;
    private final Server server;
    private final int jobs;
    private final long diskLimit;
    private final Instant deadline;
    private final Progress progress;
    private final List<Finding> findings = new ArrayList<>();

    Restoration(
            Material material,
            Server server,
            int jobs,
            long diskLimit,
            Instant deadline,
            Progress progress) {
        this.material = material;
        this.server = server;
        this.jobs = jobs;
        this.diskLimit = diskLimit;
        this.deadline = deadline;
        this.progress = progress;
    }

    /** All of them, in the archive's order; one that does not reach its end ends the rest, too. */
    List<RestoredDatabase> run() {
        // All are made before anything runs: a cluster's script speaks of databases to come.
        Map<DatabaseContents, Prepared> prepared = new LinkedHashMap<>();
        for (DatabaseContents database : material.archive().databases()) {
            prepared.put(
                    database,
                    new Preparation(server).prepare(ArchiveNeeds.of(material.archive(), database)));
        }
        findings.addAll(globals());
        List<RestoredDatabase> restored = new ArrayList<>();
        for (Map.Entry<DatabaseContents, Prepared> each : prepared.entrySet()) {
            DatabaseContents database = each.getKey();
            Payload payload = payload(material, database);
            RestoreOutcome outcome =
                    run(
                            each.getValue(),
                            payload,
                            ArchiveNeeds.entries(database.entries()),
                            database.hasLoginTrigger());
            restored.add(new RestoredDatabase(database, each.getValue().database(), outcome));
            if (!outcome.complete()) {
                break;
            }
        }
        return restored;
    }

    /** What was found about roles, memberships and tablespaces, before the databases. */
    List<Finding> findings() {
        return findings;
    }

    /** Roles, memberships and tablespaces, which pg_dumpall writes before its databases. */
    private List<Finding> globals() {
        ArchiveContents archive = material.archive();
        if (archive.format() != ArchiveFormat.DUMPALL) {
            return List.of();
        }
        Prepared prepared =
                new Preparation(server).prepare(ArchiveNeeds.ofGlobals(archive, server));
        return run(
                        prepared,
                        ArchivePayload.script(archive, null),
                        ArchiveNeeds.entries(archive.globals()),
                        false)
                .findings();
    }

    private Payload payload(Material material, DatabaseContents database) {
        ArchiveContents archive = material.archive();
        return switch (archive.format()) {
            case CUSTOM, DIRECTORY, TAR -> ArchivePayload.archive(archive, material.list());
            case PLAIN ->
                    ArchivePayload.wholeScript(
                            archive,
                            server instanceof NamedServer
                                    ? SafeSql.Scope.DATABASE
                                    : SafeSql.Scope.SERVER);
            case DUMPALL -> ArchivePayload.script(archive, database.name());
        };
    }

    private RestoreOutcome run(
            Prepared prepared, Payload payload, List<Entry> entries, boolean loginTriggers) {
        RestoreOrder order =
                new RestoreOrder(
                        payload,
                        material.archive().serverMajor(),
                        entries,
                        damaged(),
                        material.census().dataBytes(),
                        jobs,
                        left(),
                        loginTriggers,
                        diskLimit,
                        progress);
        return new Restore(server).run(prepared, order);
    }

    /** What the archive's own data say of tables that cannot come back whole. */
    private Map<String, String> damaged() {
        Map<String, String> damaged = new HashMap<>();
        material.census().findings().stream()
                .filter(finding -> finding.code() == FindingCode.DATA_INVALID)
                .forEach(finding -> {
                    if (finding.object() != null) {
                        damaged.put(finding.object(), finding.message());
                    }
                });
        return damaged;
    }

    private Duration left() {
        Duration left = Duration.between(Instant.now(), deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
