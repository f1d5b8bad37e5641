package dev.muster.cli.demo;

import dev.muster.cli.demo.Blow.InDatabase;
import dev.muster.cli.demo.Blow.InDump;
import dev.muster.cli.demo.Blow.InPipeline;
import dev.muster.cli.demo.Blow.InStore;
import dev.muster.cli.demo.SampleShop.Snapshot;
import dev.muster.cli.terminal.ProgressDisplay;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Seven days of the sample shop: each day some business, then a backup. */
final class SevenDays {
    private static final int DAYS = 7;
    private static final int DUMPS_AT_ONCE = 2;
    private static final String STEP = "backups";

    private final SampleShop shop;
    private final BackupJob job;
    private final DemoFolder folder;
    private final ProgressDisplay progress;

    SevenDays(SampleShop shop, BackupJob job, DemoFolder folder, ProgressDisplay progress) {
        this.shop = shop;
        this.job = job;
        this.folder = folder;
        this.progress = progress;
    }

    /** When the backups were made: one on each day, the last of them an hour or two ago. */
    static List<Instant> times(Instant now) {
        Instant last = now.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(1));
        return IntStream.range(0, DAYS)
                .mapToObj(day -> last.minus(Duration.ofDays(DAYS - 1 - day)))
                .toList();
    }

    /**
     * Makes the backups. The database must stand at the first of the times.
     *
     * @param harm what is done to one of them, or null
     */
    void pass(List<Instant> times, @Nullable Harm harm)
            throws IOException, InterruptedException, SQLException {
        progress.doing(STEP, "1 of " + DAYS);
        try (ExecutorService dumps = Executors.newFixedThreadPool(DUMPS_AT_ONCE)) {
            List<Future<?>> running = new ArrayList<>();
            for (Instant time : times) {
                int day = times.indexOf(time);
                if (day > 0) {
                    shop.passDay(time);
                    progress.doing(STEP, day + 1 + " of " + DAYS);
                }
                boolean victim = harm != null && time.equals(harm.victim());
                if (harm == null || !victim || harm.firstCopyOnly()) {
                    Snapshot snapshot = shop.snapshot();
                    running.add(
                            dumps.submit(() -> {
                                backUp(snapshot, null, time, folder.stores());
                                return null;
                            }));
                }
                if (harm != null && victim) {
                    await(running);
                    strike(harm);
                }
            }
            await(running);
        }
        progress.doing(
                STEP,
                "%d, each in two stores: pg_dump -Fc, then gzip, then Fernet".formatted(DAYS));
        progress.done(STEP);
    }

    private void strike(Harm harm) throws IOException, InterruptedException, SQLException {
        List<Path> stores = folder.stores();
        List<Path> struck = harm.firstCopyOnly() ? stores.subList(0, 1) : stores;
        switch (harm.damage().blow()) {
            case InDatabase in -> {
                shop.damage(in.statements());
                backUp(shop.snapshot(), in, harm.victim(), struck);
                shop.undoDamage();
            }
            case InStore in -> {
                backUp(shop.snapshot(), in, harm.victim(), struck);
                for (Path store : struck) {
                    folder.change(store, harm.victim(), in.change());
                }
            }
            case InDump in -> backUp(shop.snapshot(), in, harm.victim(), struck);
            case InPipeline in -> backUp(shop.snapshot(), in, harm.victim(), struck);
        }
    }

    private void backUp(Snapshot snapshot, @Nullable Blow blow, Instant time, List<Path> stores)
            throws IOException, InterruptedException, SQLException {
        List<String> options = blow instanceof InDump in ? List.of(in.option()) : List.of();
        Pipeline pipeline = blow instanceof InPipeline in ? in.pipeline() : Pipeline.SOUND;
        Path file = folder.path().resolve(DemoFolder.keyOf(time) + ".new");
        try (snapshot) {
            job.run(snapshot.id(), options, pipeline, time, file);
        }
        folder.store(file, time, stores);
    }

    private static void await(List<Future<?>> running) throws IOException, InterruptedException {
        try {
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getCause() instanceof RuntimeException runtime) {
                throw runtime;
            }
            throw new IllegalStateException("a backup of the demo failed", e.getCause());
        }
        running.clear();
    }
}
