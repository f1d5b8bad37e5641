package dev.muster.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.contract.plan.Plan;
import dev.muster.restore.archive.ArchiveContents;
import dev.muster.restore.archive.ArchiveFormat;
import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.Installations;
import dev.muster.restore.postgres.server.NamedServer;
import dev.muster.restore.postgres.server.Server;
import dev.muster.restore.postgres.server.SourceTraces;
import dev.muster.restore.postgres.server.TemporaryNames;
import dev.muster.restore.postgres.server.WorkDirectory;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where the archive is restored into: the plan's choice, made real once the archive is known. */
final class Target implements AutoCloseable {
    private final @Nullable ServerAccess named;
    private final String drillId;
    private final WorkDirectory work;
    private final Installations installations;
    private final @Nullable EarlyServer early;

    /**
     * @param named the server that the plan names, null for one of the drill's own
     */
    Target(
            Plan plan,
            @Nullable ServerAccess named,
            String drillId,
            WorkDirectory work,
            Installations installations,
            int jobs) {
        this.named = named;
        this.drillId = drillId;
        this.work = work;
        this.installations = installations;
        List<Installation> complete =
                installations.all().stream().filter(Installation::complete).toList();
        early =
                named == null && !complete.isEmpty()
                        ? new EarlyServer(complete.getFirst(), work, jobs)
                        : null;
    }

    /**
     * The server for this archive, ready.
     *
     * @param source by what a server is known again that the archive came from; asked only where
     *     the plan names a server
     * @param longest how long the drill may still take
     */
    Server open(
            ArchiveContents archive,
            Installation installation,
            Function<ArchiveContents, SourceTraces> source,
            Duration longest) {
        if (named == null) {
            return early(installation);
        }
        if (archive.format() == ArchiveFormat.DUMPALL) {
            throw new FindingException(
                    Finding.of(
                                    FindingCode.RESTORE_TARGET_REFUSED,
                                    null,
                                    "a script of pg_dumpall creates and alters the roles, tablespaces"
                                            + " and databases of a whole server, and the server that"
                                            + " the plan names has others, too")
                            .withHint("restore it into a throwaway server"));
        }
        return NamedServer.open(
                installation,
                named.address(work),
                work,
                new TemporaryNames(named.prefix(), drillId),
                source.apply(archive),
                longest);
    }

    private Server early(Installation installation) {
        if (early == null) {
            throw new IllegalStateException("no installation, and one was chosen");
        }
        return early.of(installation);
    }

    Installations installations() {
        return installations;
    }

    @Override
    public void close() {
        if (early != null) {
            early.close();
        }
    }
}
