package dev.muster.manifest.take;

import dev.muster.manifest.ContentHash;
import dev.muster.manifest.Definition;
import dev.muster.manifest.Division;
import dev.muster.manifest.LargeObjectContent;
import dev.muster.manifest.RangeContent;
import dev.muster.manifest.Rights;
import dev.muster.manifest.TableContent;
import dev.muster.manifest.content.DatabaseRights;
import dev.muster.manifest.content.DefinedObject;
import dev.muster.manifest.content.Definitions;
import dev.muster.manifest.content.Divider;
import dev.muster.manifest.content.LargeObjects;
import dev.muster.manifest.content.Probe;
import dev.muster.manifest.content.TableShape;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Everything that is read of the source in the snapshot, over several sessions. */
final class Hashing implements AutoCloseable {
    static final String LEFT_OUT = "the dump leaves it out";

    private final TakeOrder order;
    private final Snapshot snapshot;
    private final List<SourceSession> sessions = new CopyOnWriteArrayList<>();
    private final List<Readers.Reading> readings = new ArrayList<>();
    private List<DefinedObject> defined = List.of();
    private @Nullable DatabaseRights rights;
    private String probe = "";
    private long largeObjectCount;
    private Map<Integer, ContentHash> largeObjectRanges = Map.of();
    private @Nullable String largeObjectFailure;

    Hashing(TakeOrder order, Snapshot snapshot) {
        this.order = order;
        this.snapshot = snapshot;
    }

    void run() throws SQLException, InterruptedException {
        SourceSession first = snapshot.session();
        probe = Probe.read(first);
        defined = Definitions.read(first, first.major());
        rights = DatabaseRights.read(first, defined);
        openSessions();
        List<TableShape> tables = TableShape.readAll(first);
        Divider divider = new Divider(tables.size());
        for (TableShape table : tables) {
            boolean read = table.readable() && table.populated();
            Division division = read ? divider.of(table, first) : null;
            Readers.Reading reading = new Readers.Reading(table, division);
            if (!table.readable()) {
                reading.fail("the role may not read it");
            } else if (!table.populated()) {
                reading.fail("it is not populated");
            }
            readings.add(reading);
        }
        new Readers(sessions, first.major(), order.bytesPerSecond()).run(readings);
        readLargeObjects(first);
    }

    private void openSessions() throws SQLException {
        for (int i = 0; i < order.jobs(); i++) {
            try {
                sessions.add(follower());
            } catch (SQLException e) {
                if (sessions.isEmpty()) {
                    throw e;
                }
                // A full server serves the sessions that stand.
                order.notes().accept("the source allows " + i + " connections for hashing");
                return;
            }
        }
    }

    private SourceSession follower() throws SQLException {
        SourceSession session = SourceSession.open(order.source());
        try {
            session.begin(snapshot.id());
            return session;
        } catch (SQLException e) {
            session.close();
            throw e;
        }
    }

    private void readLargeObjects(SourceSession session) throws SQLException {
        largeObjectCount = LargeObjects.count(session);
        if (largeObjectCount == 0) {
            return;
        }
        session.execute("SAVEPOINT objects");
        try {
            Map<Integer, ContentHash> ranges = new TreeMap<>();
            LargeObjects.read(session).forEach(each -> ranges.put(each.part(), each.hash()));
            largeObjectRanges = ranges;
        } catch (SQLException e) {
            session.execute("ROLLBACK TO SAVEPOINT objects");
            largeObjectFailure =
                    "the source could not read them (SQLSTATE " + e.getSQLState() + ")";
        }
    }

    String probe() {
        return probe;
    }

    List<TableContent> tables(DumpScope scope) {
        return readings.stream().map(reading -> content(reading, scope)).toList();
    }

    private static TableContent content(Readers.Reading reading, DumpScope scope) {
        TableShape table = reading.table();
        Map<Integer, ContentHash> ranges = reading.ranges();
        ContentHash whole = sum(ranges);
        String failure = reading.failure();
        boolean hashed = failure == null;
        boolean divided = hashed && reading.division() != null && ranges.size() > 1;
        return new TableContent(
                table.name().schema(),
                table.name().name(),
                table.root(),
                table.kind(),
                table.columnNames(),
                hashed ? (Long) whole.rows() : null,
                hashed ? whole.hex() : null,
                divided ? reading.division() : null,
                divided ? ranges(ranges) : List.of(),
                failure,
                scope.holdsData(table.oid(), table.name()) ? null : LEFT_OUT);
    }

    private static ContentHash sum(Map<Integer, ContentHash> ranges) {
        return ranges.values().stream().reduce(ContentHash.EMPTY, ContentHash::plus);
    }

    private static List<RangeContent> ranges(Map<Integer, ContentHash> ranges) {
        List<RangeContent> all = new ArrayList<>();
        ranges.forEach((part, hash) -> all.add(new RangeContent(part, hash.rows(), hash.hex())));
        return all;
    }

    LargeObjectContent largeObjects(DumpScope scope) {
        return new LargeObjectContent(
                largeObjectCount,
                largeObjectFailure == null ? sum(largeObjectRanges).hex() : null,
                ranges(largeObjectRanges),
                largeObjectFailure,
                scope.holdsLargeObjects() || largeObjectCount == 0 ? null : LEFT_OUT);
    }

    List<Definition> definitions(DumpScope scope) {
        return defined.stream().filter(scope::defines).map(DefinedObject::definition).toList();
    }

    @Nullable Rights rights(DumpScope scope) {
        DatabaseRights read = rights;
        return read == null ? null : read.of(scope::defines);
    }

    /** Ends what is read now; may be called by any thread. */
    void cancel() {
        snapshot.session().cancel();
        sessions.forEach(SourceSession::cancel);
    }

    @Override
    public void close() {
        sessions.forEach(SourceSession::cancel);
        sessions.forEach(SourceSession::close);
    }
}
