package dev.muster.restore.archive;

import dev.muster.contract.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Counts what a custom, directory or tar archive holds, on one thread or several. */
final class BlockCensus {
    private final ArchiveContents contents;
    private final DatabaseContents database;
    private final BooleanSupplier cancelled;
    private final Tally tally;
    private final EntryScans scans;
    private final LongConsumer done;

    BlockCensus(ArchiveContents contents, LongConsumer progress, BooleanSupplier cancelled) {
        this.contents = contents;
        this.database = contents.databases().getFirst();
        this.cancelled = cancelled;
        this.tally = new Tally(database.name());
        this.scans =
                new EntryScans(tally, contents.encoding(), contents.standardConformingStrings());
        AtomicLong sum = new AtomicLong();
        this.done = bytes -> progress.accept(sum.addAndGet(bytes));
    }

    /** The roles that stand in the data of some tables; only these are unpacked. */
    static Set<String> rolesInData(ArchiveContents contents) {
        DatabaseContents database = contents.databases().getFirst();
        RoleColumns columns = RoleColumns.in(database.entries());
        RoleNames roles = new RoleNames();
        if (!columns.isEmpty()) {
            BlockCensus census = new BlockCensus(contents, bytes -> {}, () -> false);
            List<TocEntry> entries =
                    database.entries().stream()
                            .filter(entry -> entry.hasData() && entry.isTableData())
                            .toList();
            census.scans.collect(columns, roles);
            census.each(
                    entries.stream().filter(entry -> columns.has(entry.name())).toList(),
                    1,
                    census.counting(entries).counters());
        }
        return roles.found();
    }

    Census count(int threads) {
        List<TocEntry> entries = database.entries().stream().filter(TocEntry::hasData).toList();
        Counting counting = counting(entries);
        // The largest first, so that all threads end at about one time.
        List<TocEntry> ordered =
                entries.stream()
                        .sorted(Comparator.comparingLong(counting.weight()).reversed())
                        .toList();
        each(ordered, threads, counting.counters());
        return new Census(List.of(tally.count()), newFindings());
    }

    /**
     * How entries are counted.
     *
     * @param counters makes one for each thread
     * @param weight about how many packed bytes an entry has
     */
    private record Counting(Supplier<EntryCounter> counters, ToLongFunction<TocEntry> weight) {}

    private Counting counting(List<TocEntry> entries) {
        return switch (contents.format()) {
            case CUSTOM -> {
                Map<Integer, Long> starts = CustomCounter.starts(contents, entries);
                yield new Counting(
                        () ->
                                new CustomCounter(
                                        contents, starts, new Unpacking(cancelled), scans, done),
                        weights(starts, contents.size()));
            }
            case DIRECTORY ->
                    new Counting(
                            () -> files(new InDirectory(contents.payload())),
                            entry -> DataFiles.size(contents.payload(), entry));
            case TAR -> {
                Map<String, TarWalk.Member> members;
                try (FileWindow file = new FileWindow(contents.payload())) {
                    members = TarWalk.walk(file).byName();
                }
                yield new Counting(
                        () -> files(new InTar(new FileWindow(contents.payload()), members)),
                        entry -> size(members, entry));
            }
            case PLAIN, DUMPALL -> throw new IllegalStateException("counted while it was read");
        };
    }

    /** A block weighs what lies between its start and the next one's. */
    private static ToLongFunction<TocEntry> weights(Map<Integer, Long> starts, long size) {
        TreeSet<Long> sorted = new TreeSet<>(starts.values());
        return entry -> {
            Long start = starts.get(entry.dumpId());
            Long next = start == null ? null : sorted.higher(start);
            return start == null ? 0 : (next == null ? size : next) - start;
        };
    }

    private static long size(Map<String, TarWalk.Member> members, TocEntry entry) {
        TarWalk.Member member = entry.file() == null ? null : members.get(entry.file());
        return member == null ? 0 : member.size();
    }

    private EntryCounter files(FileCounter.Source source) {
        return new FileCounter(source, new Unpacking(cancelled), scans, done);
    }

    private record InDirectory(Path directory) implements FileCounter.Source {
        @Override
        public @Nullable InputStream open(String name) throws IOException {
            Path file = DataFiles.find(directory, name);
            return file == null
                    ? null
                    : Unpacking.unpack(Files.newInputStream(file), file.toString());
        }

        @Override
        public void close() {}
    }

    private record InTar(FileWindow file, Map<String, TarWalk.Member> members)
            implements FileCounter.Source {
        @Override
        public @Nullable InputStream open(String name) {
            TarWalk.Member member = members.get(name);
            return member == null ? null : new RegionInput(file, member.offset(), member.size());
        }

        @Override
        public void close() {
            file.close();
        }
    }

    /** Where reading has found damage, these are the same, seen again. */
    private List<Finding> newFindings() {
        if (contents.findings().stream().anyMatch(Finding::decides)) {
            return List.of();
        }
        List<Finding> findings =
                new ArrayList<>(tally.findings(contents.format() == ArchiveFormat.DIRECTORY));
        if (findings.isEmpty()) {
            findings.addAll(LargeObjects.missing(database, tally.count()));
        }
        return findings;
    }

    private void each(List<TocEntry> entries, int threads, Supplier<EntryCounter> counters) {
        Iterator<TocEntry> queue = entries.iterator();
        Runnable work = () -> drain(queue, counters);
        if (threads <= 1) {
            work.run();
            return;
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(work));
            }
            running.forEach(BlockCensus::await);
        }
    }

    private void drain(Iterator<TocEntry> queue, Supplier<EntryCounter> counters) {
        try (EntryCounter counter = counters.get()) {
            while (true) {
                TocEntry entry;
                synchronized (queue) {
                    if (!queue.hasNext()) {
                        return;
                    }
                    entry = queue.next();
                }
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException("cancelled while counting rows");
                }
                counter.count(entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(Future<?> thread) {
        try {
            thread.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while counting rows");
        }
    }
}
