package dev.muster.manifest.take;

import dev.muster.manifest.ContentHash;
import dev.muster.manifest.Division;
import dev.muster.manifest.content.TableHash;
import dev.muster.manifest.content.TableShape;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Several sessions in one snapshot that hash all tables, piece by piece, the largest first. */
final class Readers {
    /** Pages of one piece: 64 MiB, or less where a rate is to be kept. */
    private static final long PIECE = 8192;

    private static final long SMALL_PIECE = 1024;

    private static final long PAGE = 8192;

    private final List<SourceSession> sessions;
    private final Pace pace;
    private final long piece;
    private final int major;

    Readers(List<SourceSession> sessions, int major, long bytesPerSecond) {
        this.sessions = List.copyOf(sessions);
        this.major = major;
        pace = new Pace(bytesPerSecond);
        piece = bytesPerSecond > 0 ? SMALL_PIECE : PIECE;
    }

    /** A table, and what is learnt of it piece by piece. */
    static final class Reading {
        private final TableShape table;
        private final @Nullable Division division;
        private final Map<Integer, ContentHash> ranges = new TreeMap<>();
        private @Nullable String failure;

        Reading(TableShape table, @Nullable Division division) {
            this.table = table;
            this.division = division;
        }

        TableShape table() {
            return table;
        }

        @Nullable Division division() {
            return division;
        }

        synchronized void add(List<TableHash.Range> more) {
            more.forEach(each -> ranges.merge(each.part(), each.hash(), ContentHash::plus));
        }

        synchronized void fail(String why) {
            failure = why;
        }

        synchronized @Nullable String failure() {
            return failure;
        }

        synchronized Map<Integer, ContentHash> ranges() {
            return new TreeMap<>(ranges);
        }
    }

    private record Piece(Reading reading, long firstPage, long pages, long bytes) {}

    /**
     * Hashes the tables; a table that cannot be read keeps the reason.
     *
     * @throws SQLException where a connection is lost
     */
    void run(List<Reading> tables) throws SQLException, InterruptedException {
        Queue<Piece> queue =
                new ConcurrentLinkedQueue<>(
                        tables.stream()
                                .flatMap(each -> pieces(each).stream())
                                .sorted(Comparator.comparingLong(Piece::bytes).reversed())
                                .toList());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (SourceSession session : sessions) {
                running.add(
                        threads.submit(() -> {
                            drain(queue, session);
                            return null;
                        }));
            }
            try {
                for (Future<?> one : running) {
                    one.get();
                }
            } catch (ExecutionException e) {
                queue.clear();
                threads.shutdownNow();
                if (e.getCause() instanceof SQLException known) {
                    throw known;
                }
                throw new IllegalStateException("a reader failed by a defect", e.getCause());
            } catch (InterruptedException e) {
                queue.clear();
                sessions.forEach(SourceSession::cancel);
                // Those who wait for their turn would let us wait for them.
                threads.shutdownNow();
                throw e;
            }
        }
    }

    private List<Piece> pieces(Reading reading) {
        TableShape table = reading.table();
        boolean divisible = new TableHash(table, null).divisible(major);
        // A page may lead to many of TOAST: pieces are cut by all that they make read.
        long wanted = Math.ceilDiv(table.bytes(), piece * PAGE);
        long pages = Math.max(1, table.pages() / Math.max(1, wanted));
        long count = divisible ? Math.max(1, Math.ceilDiv(table.pages(), pages)) : 1;
        List<Piece> pieces = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            boolean last = i == count - 1;
            pieces.add(new Piece(reading, i * pages, last ? 0 : pages, table.bytes() / count));
        }
        return pieces;
    }

    private void drain(Queue<Piece> queue, SourceSession session)
            throws SQLException, InterruptedException {
        for (Piece next = queue.poll(); next != null; next = queue.poll()) {
            if (next.reading().failure() != null) {
                continue;
            }
            pace.take(next.bytes());
            Reading reading = next.reading();
            String sql =
                    new TableHash(reading.table(), reading.division())
                            .sql(next.firstPage(), next.pages());
            try {
                session.execute("SAVEPOINT piece");
                reading.add(session.rows(sql, TableHash::range));
                session.execute("RELEASE SAVEPOINT piece");
            } catch (SQLException e) {
                String state = e.getSQLState() == null ? "" : e.getSQLState();
                if (state.startsWith("08") || state.startsWith("57")) {
                    throw e;
                }
                // The server's own words may quote a row's value.
                reading.fail("the source could not read it (SQLSTATE " + state + ")");
                session.execute("ROLLBACK TO SAVEPOINT piece");
            }
        }
    }
}
