package dev.muster.restore.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one scan of a table, in as many parts as keep all sessions busy, and what it found. Where a
 * part fails, each probe is tried alone, so that one bad expression does not hide the rest.
 */
final class Scan {
    /** Pages of one part: 64 MiB. */
    private static final long PART_PAGES = 8192;

    private final Relation table;
    private final List<Probe> probes;
    private final Answer count = new Answer();
    private final List<Answer> answers;
    private boolean failed;

    /** What one aggregate came to: a value, no value (no rows), or the failure in its place. */
    static final class Answer {
        private @Nullable Long value;
        private @Nullable QueryFailed failure;

        /** Null where a part of the table did not answer: what the others said is no count. */
        @Nullable Long value() {
            return failure == null ? value : null;
        }

        @Nullable QueryFailed failure() {
            return failure;
        }
    }

    Scan(Relation table, List<Probe> probes) {
        this.table = table;
        this.probes = List.copyOf(probes);
        this.answers = probes.stream().map(p -> new Answer()).toList();
        if (table.pages() == 0 && table.heap()) {
            count.value = 0L;
        }
    }

    Relation table() {
        return table;
    }

    List<Probe> probes() {
        return probes;
    }

    Answer count() {
        return count;
    }

    /** What the probe at this place of {@link #probes()} came to. */
    Answer answer(int probe) {
        return answers.get(probe);
    }

    /** Whether the table holds no row, so that every rule holds in it. */
    boolean empty() {
        Long rows = count.value();
        return rows != null && rows == 0;
    }

    /** The statements to run, none for a table without pages. */
    List<Crew.Work> work(boolean mayDivide) {
        if (table.pages() == 0 && table.heap()) {
            return List.of();
        }
        long parts = mayDivide && table.heap() ? Math.ceilDiv(table.pages(), PART_PAGES) : 1;
        List<Crew.Work> work = new ArrayList<>();
        for (long part = 0; part < parts; part++) {
            String range = parts == 1 ? "" : range(part * PART_PAGES, part == parts - 1);
            work.add(new Part(range, table.bytes() / parts));
        }
        return work;
    }

    /** The statements that find out which probe it was that failed; none where none failed. */
    List<Crew.Work> retry() {
        if (!failed) {
            return List.of();
        }
        List<Crew.Work> work = new ArrayList<>();
        work.add(new Alone("count(*)", count));
        for (int i = 0; i < probes.size(); i++) {
            work.add(new Alone(probes.get(i).sql(), answers.get(i)));
        }
        return work;
    }

    private static String range(long firstPage, boolean last) {
        String from = " WHERE ctid >= '(" + firstPage + ",0)'";
        return last ? from : from + " AND ctid < '(" + (firstPage + PART_PAGES) + ",0)'";
    }

    private static @Nullable Long value(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private synchronized void merge(List<@Nullable Long> values) {
        Long rows = values.getFirst();
        if (rows != null) {
            count.value = count.value == null ? rows : count.value + rows;
        }
        for (int i = 0; i < probes.size(); i++) {
            Answer answer = answers.get(i);
            Long value = values.get(i + 1);
            if (value != null) {
                answer.value =
                        answer.value == null ? value : probes.get(i).merge(answer.value, value);
            }
        }
    }

    private synchronized void fail(QueryFailed failure) {
        if (failure.environmental()) {
            count.failure = failure;
            answers.forEach(a -> a.failure = failure);
        } else {
            failed = true;
        }
    }

    /** One range of the table's pages, with every probe. */
    private final class Part implements Crew.Work {
        private final String range;
        private final long weight;

        Part(String range, long weight) {
            this.range = range;
            this.weight = weight;
        }

        @Override
        public long weight() {
            return weight;
        }

        @Override
        public void run(Session session) {
            String aggregates =
                    probes.stream().map(p -> ", " + p.sql()).collect(Collectors.joining());
            try {
                merge(
                        session.row(
                                "SELECT count(*)" + aggregates + " FROM " + table.from() + range,
                                row -> {
                                    List<@Nullable Long> values = new ArrayList<>();
                                    for (int i = 1; i <= probes.size() + 1; i++) {
                                        values.add(value(row, i));
                                    }
                                    return values;
                                }));
            } catch (QueryFailed e) {
                fail(e);
            }
        }
    }

    /** One probe over the whole table. */
    private final class Alone implements Crew.Work {
        private final String aggregate;
        private final Answer answer;

        Alone(String aggregate, Answer answer) {
            this.aggregate = aggregate;
            this.answer = answer;
        }

        @Override
        public long weight() {
            return table.bytes();
        }

        @Override
        public void run(Session session) {
            String sql = "SELECT " + aggregate + " FROM " + table.from();
            answer.value = null;
            answer.failure = null;
            try {
                answer.value = session.row(sql, row -> value(row, 1));
            } catch (QueryFailed e) {
                answer.failure = e;
            }
        }
    }
}
