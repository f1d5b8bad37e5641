package dev.muster.restore.verify;

import dev.muster.manifest.ContentHash;
import dev.muster.manifest.Division;
import dev.muster.manifest.TableContent;
import dev.muster.manifest.content.TableHash;
import dev.muster.manifest.content.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a restored table holds, as the hash that a manifest has of it; read in parts. */
final class RestoredContent {
    /** Pages of one part: 64 MiB. */
    private static final long PART_PAGES = 8192;

    private final TableShape table;
    private final @Nullable Division division;
    private final boolean divisible;
    private final Map<Integer, ContentHash> ranges = new TreeMap<>();
    private @Nullable QueryFailed failure;

    /**
     * @param division the manifest's; where the table no longer has its columns, it is not divided
     */
    RestoredContent(TableShape table, @Nullable Division division, int serverMajor) {
        this.table = table;
        this.division = fits(table, division) ? division : null;
        divisible = new TableHash(table, null).divisible(serverMajor);
    }

    private static boolean fits(TableShape table, @Nullable Division division) {
        return division == null
                || division.kind() == Division.Kind.ROW_HASH
                || (division.columns().equals(table.key())
                        && division.kind() == Division.Kind.KEY_HASH)
                || (table.integerKey() && division.columns().equals(table.key().subList(0, 1)));
    }

    TableShape table() {
        return table;
    }

    /** How its ranges are made; null where it is not divided. */
    @Nullable Division division() {
        return division;
    }

    synchronized @Nullable QueryFailed failure() {
        return failure;
    }

    synchronized Map<Integer, ContentHash> ranges() {
        return new TreeMap<>(ranges);
    }

    /** Of the whole table. */
    ContentHash hash() {
        return ranges().values().stream().reduce(ContentHash.EMPTY, ContentHash::plus);
    }

    /** Whether it holds what the manifest says. */
    boolean agrees(TableContent expected) {
        ContentHash here = hash();
        return here.hex().equals(expected.hash())
                && Long.valueOf(here.rows()).equals(expected.rows())
                && table.columnNames().equals(expected.columns());
    }

    List<Crew.Work> work() {
        if (table.pages() == 0 && table.heap()) {
            return List.of();
        }
        long parts = divisible ? Math.ceilDiv(table.pages(), PART_PAGES) : 1;
        List<Crew.Work> work = new ArrayList<>();
        for (long i = 0; i < parts; i++) {
            work.add(new Part(i * PART_PAGES, i == parts - 1 ? 0 : PART_PAGES, parts));
        }
        return work;
    }

    private synchronized void add(List<TableHash.Range> more) {
        more.forEach(each -> ranges.merge(each.part(), each.hash(), ContentHash::plus));
    }

    private synchronized void fail(QueryFailed why) {
        failure = why;
    }

    /** Some of the table's pages. */
    private final class Part implements Crew.Work {
        private final long firstPage;
        private final long pages;
        private final long parts;

        Part(long firstPage, long pages, long parts) {
            this.firstPage = firstPage;
            this.pages = pages;
            this.parts = parts;
        }

        @Override
        public long weight() {
            return table.bytes() / parts;
        }

        @Override
        public void run(Session session) {
            try {
                add(
                        session.rows(
                                new TableHash(table, division).sql(firstPage, pages),
                                TableHash::range));
            } catch (QueryFailed e) {
                fail(e);
            }
        }
    }
}
