package dev.muster.restore.verify;

import dev.muster.contract.FindingCode;
import dev.muster.manifest.Division;
import dev.muster.manifest.Manifest;
import dev.muster.manifest.QualifiedName;
import dev.muster.manifest.TableContent;
import dev.muster.manifest.content.PinnedSettings;
import dev.muster.manifest.content.Probe;
import dev.muster.manifest.content.TableShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares the rows of every table, the sequences and the large objects with a manifest. */
final class ContentCheck {
    private final Manifest manifest;
    private final List<ExpectedContent.Reservation> reservations;
    private final Excuses excuses;
    private final ContentLedger ledger;
    private String moneyHere = "";

    ContentCheck(ExpectedContent expected, Excuses excuses, Ledger ledger) {
        manifest = expected.manifest();
        reservations = expected.reservations();
        this.excuses = excuses;
        this.ledger = new ContentLedger(ledger, manifest);
    }

    /** Runs it; leaves the sessions with the manifest's settings. */
    void check(Crew crew) throws QueryFailed {
        reservations.forEach(each -> ledger.notChecked(each.object(), each.reason()));
        crew.all(PinnedSettings.sql());
        SessionQueries queries = new SessionQueries(crew.first());
        if (!comparable(queries)) {
            return;
        }
        ledger.extensions(extensions(queries));
        moneyHere =
                queries.rows(
                                "SELECT reset_val FROM pg_catalog.pg_settings WHERE name = 'lc_monetary'",
                                r -> r.getString(1))
                        .getFirst();
        Map<QualifiedName, TableShape> present = new LinkedHashMap<>();
        TableShape.readAll(queries).forEach(table -> present.put(table.name(), table));
        List<RestoredContent> restored = hash(crew, present);
        compare(restored, present);
        new SequenceContentCheck(manifest, ledger, excuses).check(queries);
        new LargeObjectContentCheck(ledger).check(queries, manifest.largeObjects());
        ledger.close();
    }

    private static Map<String, String> extensions(SessionQueries queries) throws QueryFailed {
        Map<String, String> versions = new HashMap<>();
        queries.rows(
                "SELECT extname, extversion FROM pg_catalog.pg_extension",
                r -> versions.put(r.getString(1), r.getString(2)));
        return versions;
    }

    private boolean comparable(SessionQueries queries) throws QueryFailed {
        String encoding = queries.rows("SHOW server_encoding", r -> r.getString(1)).getFirst();
        if (!encoding.equals(manifest.source().encoding())) {
            ledger.notChecked(
                    "manifest",
                    "it was taken of a database in %s, and this one is in %s"
                            .formatted(manifest.source().encoding(), encoding));
            return false;
        }
        if (!Probe.read(queries).equals(manifest.probe())) {
            ledger.notChecked(
                    "manifest", "the source's server hashes a text otherwise than this one does");
            return false;
        }
        return true;
    }

    /** Tables of no manifest are hashed, too: it tells whether they hold rows. */
    private List<RestoredContent> hash(Crew crew, Map<QualifiedName, TableShape> present) {
        Map<QualifiedName, @Nullable Division> divisions = new HashMap<>();
        manifest.tables()
                .forEach(table ->
                        divisions.put(
                                new QualifiedName(table.schema(), table.name()), table.division()));
        int major = crew.first().serverMajor();
        List<RestoredContent> all = new ArrayList<>();
        for (TableShape table : present.values()) {
            if (table.populated()) {
                all.add(new RestoredContent(table, divisions.get(table.name()), major));
            }
        }
        List<Crew.Work> work = all.stream().flatMap(each -> each.work().stream()).toList();
        crew.announce(work.size());
        crew.run(work);
        return all;
    }

    private void compare(List<RestoredContent> restored, Map<QualifiedName, TableShape> present) {
        Map<QualifiedName, RestoredContent> byName = new LinkedHashMap<>();
        restored.forEach(each -> byName.put(each.table().name(), each));
        Partitions partitions = new Partitions(manifest.tables(), byName);
        for (TableContent expected : manifest.tables()) {
            QualifiedName name = new QualifiedName(expected.schema(), expected.name());
            RestoredContent actual = byName.remove(name);
            boolean settled = settled(expected, actual, present.get(name), partitions);
            if (!settled && actual != null) {
                ledger.compare(expected, actual, partitions);
            }
        }
        byName.values().forEach(extra -> extra(extra, partitions));
    }

    /** Whether there is nothing to compare, which is then told. */
    private boolean settled(
            TableContent expected,
            @Nullable RestoredContent actual,
            @Nullable TableShape present,
            Partitions partitions) {
        String label = expected.label();
        if (expected.notDumped() != null) {
            ledger.noData(label, expected.notDumped());
            return true;
        }
        boolean view = expected.kind() == TableContent.Kind.MATERIALIZED_VIEW;
        if (expected.hash() == null) {
            String why = "" + expected.notHashed();
            if (view) {
                ledger.noData(label, why);
            } else {
                ledger.notChecked(label, why);
            }
            return true;
        }
        if (actual == null) {
            if (present != null || !partitions.agree(expected.root())) {
                absent(expected, present != null);
            } else {
                ledger.elsewhere(expected);
            }
            return true;
        }
        QueryFailed failure = actual.failure();
        if (failure != null) {
            ledger.unreadable(label, failure);
            return true;
        }
        return excused(label, actual, expected);
    }

    private void absent(TableContent expected, boolean unpopulated) {
        String label = expected.label();
        String missing = unpopulated ? "it is not populated" : "it is missing";
        switch (excuses.of(label)) {
            case Explanation.Excused(String reason) -> ledger.notChecked(label, reason);
            case Explanation.Reported(String reason) ->
                    ledger.failedAlready(label, missing + ": " + reason);
            case null ->
                    ledger.differs(
                            FindingCode.CONTENT_LOST,
                            label,
                            (unpopulated
                                            ? "materialized view \"%s\" is not populated; the source"
                                                    + " held %,d rows in it"
                                            : "table \"%s\" is missing; the source held %,d rows in"
                                                    + " it")
                                    .formatted(label, expected.rows()),
                            expected.rows(),
                            0L);
        }
    }

    /** A table that differs, and whose rows could not come back for a known reason. */
    private boolean excused(String label, RestoredContent actual, TableContent expected) {
        Explanation known = excuses.of(label);
        if (known == null || actual.agrees(expected)) {
            return otherTypes(label, actual, expected);
        }
        switch (known) {
            case Explanation.Excused(String reason) -> ledger.notChecked(label, reason);
            case Explanation.Reported(String reason) ->
                    ledger.failedAlready(label, "its content differs: " + reason);
        }
        return true;
    }

    /** Types of an extension may be written otherwise by another version of it; rows are rows. */
    private boolean otherTypes(String label, RestoredContent actual, TableContent expected) {
        boolean asMany = Long.valueOf(actual.hash().rows()).equals(expected.rows());
        if (actual.agrees(expected) || !asMany) {
            return false;
        }
        String money = manifest.source().settings().getOrDefault("lc_monetary", moneyHere);
        if (!currency(money).equals(currency(moneyHere)) && actual.table().holdsMoney()) {
            ledger.notChecked(
                    label,
                    "it has columns of type money, written as in lc_monetary \"%s\" and read as in \"%s\""
                            .formatted(money, moneyHere));
            return true;
        }
        for (String extension : actual.table().extensions()) {
            String before = manifest.source().extensions().get(extension);
            String now = ledger.extensionHere(extension);
            if (before != null && now != null && !before.equals(now)) {
                ledger.notChecked(
                        label,
                        "it has columns of extension \"%s\", which is version %s at the source and %s here"
                                .formatted(extension, before, now));
                return true;
            }
        }
        return false;
    }

    /** What a locale's money looks like, as far as its name tells. */
    private static String currency(String locale) {
        boolean plain = locale.matches("(C|POSIX|en_US)([._@-].*)?");
        return plain ? "en_US" : locale.replaceFirst("[.@].*", "");
    }

    private void extra(RestoredContent table, Partitions partitions) {
        QueryFailed failure = table.failure();
        if (failure != null) {
            ledger.unreadable(table.table().name().label(), failure);
        } else if (table.hash().rows() > 0 && !partitions.agree(table.table().root())) {
            String label = table.table().name().label();
            ledger.differs(
                    FindingCode.CONTENT_EXTRA,
                    label,
                    "table \"%s\" holds %,d rows and was not at the source"
                            .formatted(label, table.hash().rows()),
                    0L,
                    table.hash().rows());
        }
    }
}
