package dev.muster.restore.archive;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gives the texts of a table of contents their encoding, and compares names with statements. */
final class EntryDecoder {
    private final List<RawEntry> raw;
    private final boolean utf8;
    private final Charset charset;

    EntryDecoder(List<RawEntry> raw, String encoding) {
        this.raw = raw;
        this.utf8 = TextEncoding.isUtf8(encoding);
        Charset named = TextEncoding.charset(encoding);
        if (named != null) {
            charset = named;
        } else {
            boolean allUtf8 = raw.stream().allMatch(EntryDecoder::isUtf8);
            charset = allUtf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        }
    }

    @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, charset);
    }

    TocEntry decode(RawEntry entry) {
        String namespace = text(entry.namespace());
        String copyStmt = text(entry.copyStmt());
        String owner = text(entry.owner());
        return new TocEntry(
                entry.dumpId(),
                entry.desc(),
                namespace == null || namespace.isEmpty() ? null : namespace,
                new String(entry.tag(), charset),
                owner == null || owner.isEmpty() ? null : owner,
                text(entry.tablespace()),
                text(entry.tableAm()),
                entry.relkind(),
                new String(entry.defn(), charset),
                new String(entry.dropStmt(), charset),
                copyStmt == null || copyStmt.isBlank() ? null : copyStmt,
                entry.dependencies(),
                entry.section(),
                entry.hadDumper(),
                entry.offset(),
                entry.file(),
                0);
    }

    /**
     * What no pg_dump writes: text that is not in the archive's own encoding, entries whose
     * statement makes something of another name, data under a name that no table has, and sequences
     * without a number.
     */
    List<String> contradictions(List<TocEntry> entries) {
        List<String> found = new ArrayList<>();
        Set<QualifiedName> tables =
                entries.stream()
                        .filter(entry -> entry.desc().equals("TABLE"))
                        .map(TocEntry::name)
                        .collect(Collectors.toSet());
        Set<String> files = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            TocEntry entry = entries.get(i);
            if (utf8 && !isUtf8(raw.get(i))) {
                found.add(entry.desc() + " " + entry.name() + " (not valid UTF-8)");
                continue;
            }
            StatementShape shape = StatementShape.ofCreation(entry);
            if (shape != null && !shape.makes(entry)) {
                found.add(
                        entry.desc()
                                + " "
                                + entry.name()
                                + " (its statement makes "
                                + shape.name()
                                + ")");
            } else if (entry.isTableData()) {
                CopyTarget target = CopyTarget.of(entry);
                if (target != null
                        && !tables.contains(entry.name())
                        && !target.table().equals(entry.name())
                        && tables.contains(target.table())) {
                    found.add("TABLE DATA " + entry.name() + " (it loads " + target.table() + ")");
                }
                if (entry.file() != null && !files.add(entry.file())) {
                    found.add("TABLE DATA " + entry.name() + " (its file is another table's, too)");
                }
            } else if (entry.desc().equals("SEQUENCE SET") && entry.defn().isBlank()) {
                found.add("SEQUENCE SET " + entry.name() + " (no statement sets it)");
            }
        }
        return found;
    }

    /** Owners are left out: they come from the cluster's own catalog, in no certain encoding. */
    private static boolean isUtf8(RawEntry entry) {
        byte[] namespace = entry.namespace();
        return TextEncoding.isValidUtf8(entry.tag())
                && (isGrant(entry) || TextEncoding.isValidUtf8(entry.defn()))
                && (namespace == null || TextEncoding.isValidUtf8(namespace));
    }

    private static boolean isGrant(RawEntry entry) {
        return entry.desc().endsWith("ACL") || entry.desc().equals("POLICY");
    }
}
