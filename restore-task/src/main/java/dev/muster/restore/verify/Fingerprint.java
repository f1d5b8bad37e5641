package dev.muster.restore.verify;

import dev.muster.manifest.ContentHash;
import dev.muster.manifest.Division;
import dev.muster.manifest.QualifiedName;
import dev.muster.manifest.RangeContent;
import dev.muster.manifest.TableContent;
import dev.muster.manifest.content.Divider;
import dev.muster.manifest.content.LargeObjects;
import dev.muster.manifest.content.PinnedSettings;
import dev.muster.manifest.content.SequenceReading;
import dev.muster.manifest.content.TableHash;
import dev.muster.manifest.content.TableShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one database holds and how it is defined at one time, by the manifest's own hashes; two of
 * the same database can be compared.
 */
final class Fingerprint {
    private final DefinitionSet definitions;
    private final Map<String, String> traces;
    private final Map<QualifiedName, RestoredContent> tables;
    private final Map<QualifiedName, Boolean> unpopulated;
    private final SequenceReading sequences;
    private final Map<Integer, ContentHash> largeObjects;
    private final @Nullable QueryFailed largeObjectFailure;

    private Fingerprint(
            DefinitionSet definitions,
            Map<String, String> traces,
            Map<QualifiedName, RestoredContent> tables,
            Map<QualifiedName, Boolean> unpopulated,
            SequenceReading sequences,
            Map<Integer, ContentHash> largeObjects,
            @Nullable QueryFailed largeObjectFailure) {
        this.definitions = definitions;
        this.traces = traces;
        this.tables = tables;
        this.unpopulated = unpopulated;
        this.sequences = sequences;
        this.largeObjects = largeObjects;
        this.largeObjectFailure = largeObjectFailure;
    }

    /**
     * Takes it.
     *
     * @param before the one that it will be compared with: tables are divided as they were in it
     */
    static Fingerprint take(Crew crew, @Nullable Fingerprint before) throws QueryFailed {
        crew.all(PinnedSettings.sql());
        SessionQueries queries = new SessionQueries(crew.first());
        int major = crew.first().serverMajor();
        List<TableShape> shapes = TableShape.readAll(queries);
        Divider divider = new Divider(shapes.size());
        Map<QualifiedName, RestoredContent> tables = new LinkedHashMap<>();
        Map<QualifiedName, Boolean> unpopulated = new HashMap<>();
        for (TableShape table : shapes) {
            if (!table.populated()) {
                unpopulated.put(table.name(), true);
                continue;
            }
            Division division =
                    before == null ? divider.of(table, queries) : before.division(table.name());
            tables.put(table.name(), new RestoredContent(table, division, major));
        }
        List<Crew.Work> work =
                tables.values().stream().flatMap(each -> each.work().stream()).toList();
        crew.announce(work.size());
        crew.run(work);
        Map<Integer, ContentHash> objects = Map.of();
        QueryFailed objectFailure = null;
        try {
            objects = largeObjects(queries);
        } catch (QueryFailed e) {
            // One of more than a gigabyte cannot be read in one.
            objectFailure = e;
        }
        return new Fingerprint(
                DefinitionSet.read(queries, major),
                Traces.read(queries),
                tables,
                unpopulated,
                SequenceReading.of(queries),
                objects,
                objectFailure);
    }

    /** How it is defined alone, which is cheap. */
    static DefinitionSet definitions(Crew crew) throws QueryFailed {
        crew.all(PinnedSettings.sql());
        return DefinitionSet.read(new SessionQueries(crew.first()), crew.first().serverMajor());
    }

    private static Map<Integer, ContentHash> largeObjects(SessionQueries queries)
            throws QueryFailed {
        Map<Integer, ContentHash> parts = new HashMap<>();
        if (LargeObjects.count(queries) > 0) {
            for (TableHash.Range each : LargeObjects.read(queries)) {
                parts.put(each.part(), each.hash());
            }
        }
        return parts;
    }

    private @Nullable Division division(QualifiedName table) {
        RestoredContent known = tables.get(table);
        return known == null ? null : known.division();
    }

    DefinitionSet definitions() {
        return definitions;
    }

    /** What is neither rows nor definitions, by its name. */
    Map<String, String> traces() {
        return traces;
    }

    /** Tables and materialized views that could be read. */
    Map<QualifiedName, RestoredContent> tables() {
        return tables;
    }

    /** Whether it is a materialized view that holds nothing yet. */
    boolean unpopulated(QualifiedName table) {
        return unpopulated.containsKey(table);
    }

    SequenceReading sequences() {
        return sequences;
    }

    Map<Integer, ContentHash> largeObjects() {
        return largeObjects;
    }

    /** Why the large objects could not be read; null where they could. */
    @Nullable QueryFailed largeObjectFailure() {
        return largeObjectFailure;
    }

    /** How many large objects. */
    static long count(Map<Integer, ContentHash> parts) {
        return parts.values().stream().mapToLong(ContentHash::rows).sum();
    }

    /** The tables as a manifest would have them. */
    List<TableContent> contents() {
        return tables.values().stream().map(Fingerprint::content).toList();
    }

    private static TableContent content(RestoredContent table) {
        QueryFailed failure = table.failure();
        ContentHash whole = table.hash();
        List<RangeContent> ranges = new ArrayList<>();
        table.ranges()
                .forEach((part, hash) ->
                        ranges.add(new RangeContent(part, hash.rows(), hash.hex())));
        return new TableContent(
                table.table().name().schema(),
                table.table().name().name(),
                table.table().root(),
                table.table().kind(),
                table.table().columnNames(),
                failure == null ? (Long) whole.rows() : null,
                failure == null ? whole.hex() : null,
                table.division(),
                ranges,
                failure == null ? null : failure.reason(),
                null);
    }

    /** Whether nothing at all is another. */
    boolean same(Fingerprint other) {
        return definitions.same(other.definitions)
                && hashes().equals(other.hashes())
                && largeObjects.equals(other.largeObjects)
                && sequences.states().equals(other.sequences.states())
                && traces.equals(other.traces);
    }

    private Map<QualifiedName, ContentHash> hashes() {
        Map<QualifiedName, ContentHash> hashes = new HashMap<>();
        tables.forEach((name, table) -> hashes.put(name, table.hash()));
        return hashes;
    }
}
