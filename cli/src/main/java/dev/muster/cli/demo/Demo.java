package dev.muster.cli.demo;

import dev.muster.cli.terminal.ProgressDisplay;
import dev.muster.cli.terminal.Quantities;
import dev.muster.contract.MusterException;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.PlanFile;
import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.Installations;
import dev.muster.restore.postgres.server.ThrowawayServer;
import dev.muster.restore.postgres.server.WorkDirectory;
import dev.muster.stores.Candidate;
import dev.muster.stores.Candidate.ListedCopy;
import dev.muster.trigger.Selection;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes everything that the demo drills: the shop, its backups of seven days, and the plan. */
public final class Demo {
    private static final String PLAN = "shop";
    private static final String STEP = "database";

    private final DemoFolder folder;
    private final Map<String, String> environment;
    private final ProgressDisplay progress;

    /**
     * @param folder for its stores, plan and key; what an earlier demo left there is replaced
     */
    public Demo(Path folder, Map<String, String> environment, ProgressDisplay progress) {
        this.folder = new DemoFolder(folder);
        this.environment = environment;
        this.progress = progress;
    }

    /**
     * Makes it all.
     *
     * @param damage what is done to the backup that the seed will choose, or null
     * @param firstCopyOnly whether the copy in the second store is spared
     * @return the plan
     */
    public Plan prepare(long seed, @Nullable Damage damage, boolean firstCopyOnly)
            throws IOException, InterruptedException, SQLException {
        FernetKey key = FernetKey.random();
        folder.prepare(key);
        Plan plan = PlanFile.read(folder.planFile()).plan(PLAN);
        List<Instant> times = SevenDays.times(Instant.now());
        Harm harm =
                damage == null ? null : new Harm(damage, choice(plan, times, seed), firstCopyOnly);
        Installation postgres = newestWithPgDump();
        progress.doing(STEP, "starting PostgreSQL " + postgres.version());
        String id = "demo-" + UUID.randomUUID().toString().substring(0, 8);
        try (WorkDirectory work = WorkDirectory.create(id, environment);
                ThrowawayServer server = ThrowawayServer.start(postgres, work, 2)) {
            makeBackups(server, key, times, harm);
        }
        return plan;
    }

    private void makeBackups(
            ThrowawayServer server, FernetKey key, List<Instant> times, @Nullable Harm harm)
            throws IOException, InterruptedException, SQLException {
        SampleShop shop = new SampleShop(server::connect);
        progress.doing(STEP, "making a sample shop");
        shop.create(times.getFirst());
        SampleShop.Size size = shop.size();
        progress.doing(
                STEP,
                "%s rows in %d tables, PostgreSQL %s"
                        .formatted(Quantities.count(size.rows()), size.tables(), server.version()));
        progress.done(STEP);
        BackupJob job =
                new BackupJob(
                        List.of(
                                server.installation().program("pg_dump").toString(),
                                "--dbname=" + SampleShop.DATABASE),
                        server.clientEnvironment(),
                        key);
        new SevenDays(shop, job, folder, progress).pass(times, harm);
    }

    /** The backup that a drill with this seed will choose, found by the same rule. */
    private static Instant choice(Plan plan, List<Instant> times, long seed) {
        List<Candidate> candidates =
                times.stream()
                        .map(time ->
                                new Candidate(DemoFolder.keyOf(time), time, listed(plan, time)))
                        .toList();
        return Selection.choose(plan.select(), candidates, Instant.now(), seed)
                .getFirst()
                .candidate()
                .createdAt();
    }

    private static List<ListedCopy> listed(Plan plan, Instant time) {
        return IntStream.range(0, plan.stores().size())
                .mapToObj(store -> new ListedCopy(store, 0, time, null))
                .toList();
    }

    private Installation newestWithPgDump() {
        List<String> lacking = new ArrayList<>();
        for (Installation each : Installations.find(environment).all()) {
            if (each.complete() && each.programs().contains("pg_dump")) {
                return each;
            }
            lacking.add(each.bin().toString());
        }
        throw new MusterException(
                "POSTGRES_MISSING",
                lacking.isEmpty()
                        ? "no PostgreSQL was found"
                        : "no complete PostgreSQL was found, only parts in " + lacking,
                "install PostgreSQL's server and client programs, or set MUSTER_PG_BIN");
    }

    /** The folder for the records of the demo's drills. */
    public Path records() {
        return folder.records();
    }

    /** The file with the demo's plan. */
    public Path planFile() {
        return folder.planFile();
    }
}
