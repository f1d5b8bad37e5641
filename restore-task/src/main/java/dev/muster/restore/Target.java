package dev.muster.restore;

import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.RestoreTarget;
import dev.muster.restore.archive.ArchiveContents;
import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.Installations;
import dev.muster.restore.postgres.server.NamedServer;
import dev.muster.restore.postgres.server.Server;
import dev.muster.restore.postgres.server.ServerAddress;
import dev.muster.restore.postgres.server.WorkDirectory;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where the archive is restored into: the plan's choice, made real once the archive is known. */
final class Target implements AutoCloseable {
    private final RestoreTarget wanted;
    private final @Nullable String password;
    private final String drillId;
    private final WorkDirectory work;
    private final Installations installations;
    private final @Nullable EarlyServer early;

    Target(
            Plan plan,
            @Nullable String password,
            String drillId,
            WorkDirectory work,
            Installations installations,
            int jobs) {
        this.wanted = plan.restore().into();
        this.password = password;
        this.drillId = drillId;
        this.work = work;
        this.installations = installations;
        List<Installation> complete =
                installations.all().stream().filter(Installation::complete).toList();
        boolean throwaway = wanted instanceof RestoreTarget.Throwaway;
        early =
                throwaway && !complete.isEmpty()
                        ? new EarlyServer(complete.getFirst(), work, jobs)
                        : null;
    }

    /** The server for this archive, ready. */
    Server open(ArchiveContents archive, Installation installation) {
        return switch (wanted) {
            case RestoreTarget.Throwaway() -> early(installation);
            case RestoreTarget.Server server ->
                    NamedServer.open(
                            installation, address(server), work, drillId, archive.database(), null);
        };
    }

    private Server early(Installation installation) {
        if (early == null) {
            throw new IllegalStateException("no installation, and one was chosen");
        }
        return early.of(installation);
    }

    private ServerAddress address(RestoreTarget.Server server) {
        return new ServerAddress(
                server.host(),
                server.port(),
                server.user(),
                server.database(),
                password,
                server.sslmode().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                null);
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
