package dev.muster.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.contract.plan.Nearest;
import dev.muster.contract.plan.OnlySpec;
import dev.muster.contract.plan.RestoreSpec;
import dev.muster.contract.result.LedgerScope;
import dev.muster.restore.archive.ArchiveContents;
import dev.muster.restore.archive.ArchivePart;
import dev.muster.restore.archive.DatabaseContents;
import dev.muster.restore.archive.TocEntry;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of an archive that a drill restores.
 *
 * @param scope what was asked for, for the result
 * @param ids of the entries that are restored, by the archive's own numbers
 */
record Selected(LedgerScope scope, Set<Integer> ids) {
    static final String NOT_CHOSEN = "it was not chosen for this drill";
    static final String WITHOUT_DATA = "this drill restored its definition and left out its data";

    Selected {
        ids = Set.copyOf(ids);
    }

    /**
     * The part that a plan wants; null where it wants everything.
     *
     * @throws FindingException SELECTION_UNSUPPORTED where the archive cannot be restored in part,
     *     SELECTION_UNKNOWN where it lacks what is named
     */
    static @Nullable Selected of(RestoreSpec wanted, ArchiveContents archive) {
        if (!wanted.isPartial()) {
            return null;
        }
        if (archive.format().isSql()) {
            throw new FindingException(
                    Finding.of(
                            FindingCode.SELECTION_UNSUPPORTED,
                            null,
                            "a %s archive cannot be restored in part: it does not say what depends"
                                            .formatted(archive.format().word())
                                    + " on what"));
        }
        OnlySpec only = wanted.only();
        DatabaseContents database = archive.databases().getFirst();
        ArchivePart.Found found =
                ArchivePart.of(database, only.tables(), only.schemas(), wanted.schemaOnly());
        refuse("table", found.unknownTables(), ArchivePart.tables(database));
        refuse("schema", found.unknownSchemas(), ArchivePart.schemas(database));
        return new Selected(
                new LedgerScope(
                        wanted.schemaOnly(),
                        only.tables(),
                        only.schemas(),
                        found.tables(),
                        database.tables().size()),
                found.ids());
    }

    private static void refuse(String kind, List<String> unknown, Collection<String> known) {
        if (!unknown.isEmpty()) {
            String first = unknown.getFirst();
            throw new FindingException(
                    Finding.of(
                                    FindingCode.SELECTION_UNKNOWN,
                                    first,
                                    "the archive holds no %s \"%s\"".formatted(kind, first))
                            .withHint(Nearest.hint(first, known))
                            .withConsequences(
                                    unknown.size() - 1,
                                    unknown.stream().skip(1).limit(5).toList()));
        }
    }

    /** Whether this entry is restored. */
    boolean has(TocEntry entry) {
        return ids.contains(entry.dumpId());
    }

    /** What of the whole database is left out, by the names that results give it, and why. */
    Map<String, String> leftOut(DatabaseContents whole) {
        // Several entries may have one name, as a sequence and its owner do.
        Set<String> restored = new HashSet<>();
        whole.objects().stream().filter(this::has).forEach(entry -> restored.add(label(entry)));
        Map<String, String> leftOut = new HashMap<>();
        for (TocEntry entry : whole.objects()) {
            if (!restored.contains(label(entry))) {
                leftOut.put(label(entry), NOT_CHOSEN);
            }
        }
        for (TocEntry entry : whole.entries()) {
            boolean isData = entry.desc().endsWith(" DATA") || entry.desc().equals("SEQUENCE SET");
            if (isData && !has(entry) && restored.contains(label(entry))) {
                leftOut.put(label(entry), WITHOUT_DATA);
            }
        }
        return leftOut;
    }

    private static String label(TocEntry entry) {
        return entry.name().toString();
    }
}
