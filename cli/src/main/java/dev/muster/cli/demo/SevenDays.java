package dev.muster.cli.demo;

import dev.muster.cli.demo.Blow.InDatabase;
import dev.muster.cli.demo.Blow.InDump;
import dev.muster.cli.demo.Blow.InPipeline;
import dev.muster.cli.demo.Blow.InStore;
import dev.muster.cli.demo.SampleShop.Snapshot;
import dev.muster.cli.terminal.ProgressDisplay;
import java.io.IOException;
import java.nio.file.Files;
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

    /** When the backups were made: at two in the morning of the seven days before now. */
    static List<Instant> times(Instant now) {
        Instant today = now.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(2));
        Instant last = today.isAfter(now) ? today.minus(Duration.ofDays(1)) : today;
        return IntStream.range(0, DAYS)
                .mapToObj(day -> last.minus(Duration.ofDays(DAYS - 1 - day)))
                .toList();
    }

    /**
     * Makes the backups. The database must stand at the first of the times.
     *
     * @param victim the time whose backup is damaged, on its way or where it lies
     */
    void pass(List<Instant> times, @Nullable Damage damage, Instant victim)
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
                Blow blow = damage != null && time.equals(victim) ? damage.blow() : null;
                if (blow instanceof InDatabase in) {
                    await(running);
                    shop.damage(in.statements());
                    backUp(shop.snapshot(), null, time);
                    shop.undoDamage();
                } else {
                    Snapshot snapshot = shop.snapshot();
                    running.add(
                            dumps.submit(() -> {
                                backUp(snapshot, blow, time);
                                return null;
                            }));
                }
            }
            await(running);
        }
        progress.doing(
                STEP,
                "%d, each in two stores: pg_dump -Fc, then gzip, then Fernet".formatted(DAYS));
        progress.done(STEP);
    }

    private void backUp(Snapshot snapshot, @Nullable Blow blow, Instant time)
            throws IOException, InterruptedException, SQLException {
        List<String> options = blow instanceof InDump in ? List.of(in.option()) : List.of();
        Pipeline pipeline = blow instanceof InPipeline in ? in.pipeline() : Pipeline.SOUND;
        Path file = folder.path().resolve(DemoFolder.keyOf(time) + ".new");
        try (snapshot) {
            job.run(snapshot.id(), options, pipeline, time, file);
        }
        folder.store(file, time);
    }

    /** Damages the victim's stored copies, where that is how it is damaged. */
    void strike(Damage damage, Instant victim, boolean firstCopyOnly) throws IOException {
        if (damage.blow() instanceof InStore in) {
            List<Path> stores = folder.stores();
            for (Path store : firstCopyOnly ? stores.subList(0, 1) : stores) {
                Path copy = store.resolve(DemoFolder.keyOf(victim));
                var storedAt = Files.getLastModifiedTime(copy);
                in.change().to(copy);
                Files.setLastModifiedTime(copy, storedAt);
            }
        }
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
