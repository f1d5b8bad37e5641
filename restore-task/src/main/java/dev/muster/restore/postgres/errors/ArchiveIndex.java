package dev.muster.restore.postgres.errors;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Finds the archive's entries by id, by what a command is about, and by what they depend on. */
final class ArchiveIndex {
    private static final Set<String> CONSTRAINTS =
            Set.of("CONSTRAINT", "FK CONSTRAINT", "CHECK CONSTRAINT");

    private static final Set<String> MAKES_NOTHING =
            Set.of(
                    "ACL",
                    "DEFAULT ACL",
                    "COMMENT",
                    "SECURITY LABEL",
                    "DEFAULT",
                    "SEQUENCE SET",
                    "SEQUENCE OWNED BY",
                    "INDEX ATTACH",
                    "TABLE ATTACH");

    private final Map<Integer, Entry> byId = new HashMap<>();
    private final Map<String, List<Entry>> byTag = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    ArchiveIndex(Collection<Entry> entries) {
        for (Entry entry : entries) {
            byId.put(entry.dumpId(), entry);
            byTag.computeIfAbsent(entry.tag(), tag -> new java.util.ArrayList<>()).add(entry);
            if (!MAKES_NOTHING.contains(entry.desc()) && !entry.desc().endsWith(" DATA")) {
                names.add(bareName(entry));
            }
        }
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    /** Whether it has rows and makes no table at all, as pg_dump's --data-only does. */
    boolean hasOnlyRows() {
        return byId.values().stream().anyMatch(entry -> entry.desc().equals("TABLE DATA"))
                && byId.values().stream().noneMatch(entry -> entry.desc().endsWith("TABLE"));
    }

    Collection<Entry> all() {
        return byId.values();
    }

    /** The entry that failed, from what the tool said and from the command. */
    Optional<Entry> locate(RestoreError error, Optional<Subject> subject) {
        Entry told = error.dumpId() == null ? null : byId.get(error.dumpId());
        if (error.copyTable() != null) {
            return data(error.copyTable(), told);
        }
        if (subject.isPresent() && (told == null || !fits(told, subject.get()))) {
            Optional<Entry> found = bySubject(subject.get());
            return found.isPresent() ? found : Optional.ofNullable(told);
        }
        return Optional.ofNullable(told);
    }

    private Optional<Entry> data(String table, @Nullable Entry told) {
        if (told != null && told.desc().equals("TABLE DATA") && told.tag().equals(table)) {
            return Optional.of(told);
        }
        return byTag.getOrDefault(table, List.of()).stream()
                .filter(entry -> entry.desc().equals("TABLE DATA"))
                .findFirst();
    }

    private Optional<Entry> bySubject(Subject subject) {
        return byTag.getOrDefault(subject.tag(), List.of()).stream()
                .filter(entry -> fits(entry, subject))
                .findFirst();
    }

    // An entry holds more commands than the one that makes it: its owner, its comment.
    private static boolean fits(Entry entry, Subject subject) {
        boolean schema = subject.schema().isEmpty() || entry.schema().equals(subject.schema());
        String tag = entry.tag().replaceFirst("\\(.*", "");
        boolean named =
                entry.tag().equals(subject.tag())
                        || tag.equals(subject.tag())
                        || entry.tag().endsWith(" " + subject.tag());
        boolean kind =
                entry.desc().equals(subject.desc())
                        || entry.desc().endsWith(subject.desc())
                        || (CONSTRAINTS.contains(entry.desc())
                                && CONSTRAINTS.contains(subject.desc()))
                        || (subject.desc().equals("TABLE") && entry.desc().contains("TABLE"))
                        || (subject.desc().equals("MATERIALIZED VIEW")
                                && entry.desc().equals("MATERIALIZED VIEW DATA"));
        return schema && named && kind;
    }

    /** Whether some entry makes an object of this name. */
    boolean makes(MissingName missing) {
        return names.contains(missing.name().replace("[]", ""));
    }

    /** The nearest failed entry that this one depends on, directly or through others. */
    Optional<Entry> failedDependency(Entry entry, IntPredicate failed) {
        Set<Integer> seen = new HashSet<>(Set.of(entry.dumpId()));
        Deque<Integer> next = new ArrayDeque<>(entry.dependencies());
        while (!next.isEmpty()) {
            int id = next.removeFirst();
            Entry dependency = byId.get(id);
            if (dependency == null || !seen.add(id)) {
                continue;
            }
            if (failed.test(id)) {
                return Optional.of(dependency);
            }
            next.addAll(dependency.dependencies());
        }
        return Optional.empty();
    }

    private static String bareName(Entry entry) {
        String tag = entry.tag().replaceFirst("\\(.*", "");
        return entry.desc().contains("CONSTRAINT") || entry.desc().equals("TRIGGER")
                ? tag.substring(tag.indexOf(' ') + 1)
                : tag;
    }
}
