package dev.muster.manifest.take;

import dev.muster.manifest.Dump;
import dev.muster.manifest.Manifest;
import dev.muster.manifest.Source;
import dev.muster.manifest.content.SequenceReading;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Takes a manifest: holds one state of the source, lets pg_dump dump it, and meanwhile hashes the
 * same state. The backup comes first: where only the manifest fails, pg_dump still runs to its end.
 */
public final class TakeManifest {
    private final TakeOrder order;
    private final OutputStream output;
    private volatile @Nullable DumpRun dump;
    private volatile @Nullable Hashing hashing;
    private double dumpSeconds;

    private TakeManifest(TakeOrder order, OutputStream output) {
        this.order = order;
        this.output = output;
    }

    /**
     * Takes it.
     *
     * @param output where the dump goes if pg_dump writes to standard output
     * @throws TakeFailed where there is no manifest; it says what became of the dump
     */
    public static Taken run(TakeOrder order, OutputStream output) throws TakeFailed {
        return new TakeManifest(order, output).run();
    }

    private Taken run() throws TakeFailed {
        AtomicBoolean ended = new AtomicBoolean();
        Thread watch = watch(Thread.currentThread(), ended);
        try {
            return take();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (TakeFailed e) {
            throw order.cancelled().getAsBoolean() ? interrupted(e) : e;
        } finally {
            ended.set(true);
            watch.interrupt();
            release();
        }
    }

    private Taken take() throws TakeFailed, InterruptedException {
        long start = System.nanoTime();
        TakeFailed failure = null;
        Held held = hold();
        try (Snapshot snapshot = held.snapshot()) {
            SequenceReading before = SequenceReading.of(snapshot.session());
            startDump(snapshot);
            Hashing begun = new Hashing(order, snapshot);
            hashing = begun;
            try {
                begun.run();
            } catch (SQLException e) {
                failure = lost(e);
            } catch (RuntimeException e) {
                // Whatever Muster does wrong, the backup is still made.
                failure =
                        failed(
                                "MANIFEST_DEFECT",
                                "Muster failed by a defect while it hashed the source",
                                "report it with this command's log",
                                e);
            }
            double hashSeconds = seconds(start);
            DumpRun.@Nullable Written written = finishDump(start);
            if (failure != null) {
                throw failure.with(outcome());
            }
            SequenceReading after = SequenceReading.of(snapshot.session());
            DumpScope scope = written == null ? new DumpScope() : written.scope();
            Manifest manifest =
                    new Manifest(
                            Manifest.SCHEMA_VERSION,
                            order.muster(),
                            order.dump() == null ? Manifest.Taken.AFTER : Manifest.Taken.SNAPSHOT,
                            Manifest.HASH,
                            begun.probe(),
                            source(held),
                            dump(written),
                            begun.tables(scope),
                            Sequences.between(before, after, scope),
                            begun.largeObjects(scope),
                            begun.definitions(scope),
                            begun.rights(scope));
            return new Taken(manifest, dumpSeconds, hashSeconds);
        } catch (SQLException e) {
            throw lost(e).with(outcome());
        }
    }

    /** What is known of the source before anything is read. */
    private record Held(Snapshot snapshot, Facts facts) {}

    private Held hold() throws TakeFailed {
        SourceSession session = null;
        try {
            session = SourceSession.open(order.source());
            Facts facts = Facts.of(session);
            return new Held(Snapshot.take(session), facts);
        } catch (SQLException e) {
            if (session != null) {
                session.close();
            }
            String state = e.getSQLState() == null ? "none" : e.getSQLState();
            throw failed(
                    session == null ? "SOURCE_UNREACHABLE" : "SNAPSHOT_FAILED",
                    session == null
                            ? "no connection to the source (SQLSTATE %s): %s"
                                    .formatted(state, firstLine(e))
                            : "no snapshot of the source could be held (SQLSTATE %s): %s"
                                    .formatted(state, firstLine(e)),
                    "check the connection and what its role may read, as pg_dump needs the same",
                    e);
        }
    }

    private void startDump(Snapshot snapshot) throws TakeFailed {
        PgDumpCommand command = order.dump();
        if (command == null) {
            return;
        }
        try {
            dump = DumpRun.start(command, order.dumpEnvironment(), snapshot.id(), output);
        } catch (IOException e) {
            throw failed(
                    "DUMP_FAILED",
                    "pg_dump cannot be started: " + e.getMessage(),
                    "check that the program after -- is installed",
                    e);
        }
    }

    private DumpRun.@Nullable Written finishDump(long start)
            throws TakeFailed, InterruptedException {
        DumpRun running = dump;
        Path dumped = order.dumped();
        try {
            if (running != null) {
                running.await();
                dumpSeconds = seconds(start);
                return running.written();
            }
            return dumped == null ? null : DumpRun.written(dumped, "pg_restore");
        } catch (IOException e) {
            throw new TakeFailed(
                    "DUMP_UNREADABLE",
                    running == null ? TakeFailed.Dump.NONE : TakeFailed.Dump.STANDS,
                    "what pg_dump wrote cannot be read: " + e.getMessage(),
                    "check the file that it was told to write",
                    e);
        }
    }

    private Source source(Held held) throws SQLException {
        Facts facts = held.facts();
        return new Source(
                facts.database(),
                facts.systemIdentifier(),
                facts.serverVersion(),
                facts.major(),
                facts.encoding(),
                held.snapshot().lsn(),
                held.snapshot().at(),
                held.snapshot().at().plus(Duration.ofNanos((long) (dumpSeconds * 1e9))),
                facts.extensions(),
                facts.settings());
    }

    private static @Nullable Dump dump(DumpRun.@Nullable Written written) {
        return written == null
                ? null
                : new Dump(
                        written.sha256(), written.bytes(), written.name(), written.scope().known());
    }

    /** Ends everything as soon as somebody wants it. */
    private Thread watch(Thread taking, AtomicBoolean ended) {
        return Thread.ofVirtual()
                .start(() -> {
                    while (!ended.get() && !order.cancelled().getAsBoolean()) {
                        try {
                            Thread.sleep(100);
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                    if (!ended.get()) {
                        taking.interrupt();
                        stop();
                    }
                });
    }

    private void stop() {
        Hashing begun = hashing;
        if (begun != null) {
            begun.cancel();
        }
        DumpRun running = dump;
        if (running != null && running.running()) {
            running.kill();
        }
    }

    private void release() {
        DumpRun running = dump;
        if (running != null && running.running()) {
            running.kill();
        }
        Hashing begun = hashing;
        if (begun != null) {
            begun.close();
        }
    }

    private TakeFailed.Dump outcome() {
        DumpRun running = dump;
        if (order.dump() == null) {
            return TakeFailed.Dump.NONE;
        }
        return running != null && running.succeeded()
                ? TakeFailed.Dump.STANDS
                : TakeFailed.Dump.FAILED;
    }

    private TakeFailed interrupted(Exception e) {
        return failed("INTERRUPTED", "it was interrupted", "run it again", e);
    }

    private TakeFailed lost(SQLException e) {
        return failed(
                "SOURCE_LOST",
                "the source was lost while it was hashed (SQLSTATE %s)"
                        .formatted(e.getSQLState() == null ? "none" : e.getSQLState()),
                "look at the source's log, then run it again",
                e);
    }

    private TakeFailed failed(String code, String message, String hint, Exception e) {
        return new TakeFailed(code, outcome(), message, hint, e);
    }

    private static String firstLine(SQLException e) {
        return ("" + e.getMessage()).lines().findFirst().orElse("");
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
