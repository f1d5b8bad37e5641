package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.OBJECTS;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Severity;
import dev.muster.contract.result.ObjectOutcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for every object of the archive, and counts what is missing under its root cause. */
final class ObjectsCheck {
    private final Ledger ledger;
    private final Map<ObjectKind, PresentObjects> present = new EnumMap<>(ObjectKind.class);
    private final Map<ObjectKind, QueryFailed> unreadable = new EnumMap<>(ObjectKind.class);
    private final Map<String, Integer> seen = new HashMap<>();
    private final Map<Integer, ExpectedObject> missing = new LinkedHashMap<>();
    private final Map<String, ExpectedObject> missingTables = new HashMap<>();
    private final Map<Integer, ObjectOutcome> byEntry = new HashMap<>();

    ObjectsCheck(Ledger ledger) {
        this.ledger = ledger;
    }

    /** What was found of each expected object, by its id. */
    Map<Integer, ObjectOutcome> byEntry() {
        return byEntry;
    }

    private void add(ExpectedObject object, ObjectOutcome outcome) {
        byEntry.put(object.id(), outcome);
        ledger.add(OBJECTS, outcome);
    }

    /** Gives the labels of the tables that are missing: their rows need no finding of their own. */
    Set<String> check(Session session, List<ExpectedObject> expected) {
        ledger.plan(OBJECTS);
        for (ExpectedObject object : expected) {
            if (!ObjectKind.makesNoObject(object.kind())) {
                lookFor(session, object);
            }
        }
        return report();
    }

    private void lookFor(Session session, ExpectedObject object) {
        ObjectKind kind = ObjectKind.of(object.kind());
        if (kind == null) {
            String reason = "no rule for objects of kind \"" + object.kind() + "\"";
            add(object, ObjectOutcome.notChecked(label(object), reason));
            return;
        }
        PresentObjects there = read(session, kind);
        if (there == null) {
            QueryFailed failure = unreadable.get(kind);
            String reason = failure == null ? "its catalog is unreadable" : failure.reason();
            byEntry.put(object.id(), ObjectOutcome.notChecked(label(object), reason));
            ledger.notRun(OBJECTS, label(object), reason);
            return;
        }
        String schema = kind.inSchema() && object.schema() != null ? object.schema() : "";
        PresentObjects.Present found = there.find(schema, object.tag());
        int nth = seen.merge(object.kind() + "\0" + schema + "\0" + object.tag(), 1, Integer::sum);
        if (found == null || found.count() < nth) {
            missing.put(object.id(), object);
        } else if (found.defect() == null) {
            add(object, ObjectOutcome.passed(label(object)));
        } else {
            defective(object, found.defect());
        }
    }

    private @Nullable PresentObjects read(Session session, ObjectKind kind) {
        if (!present.containsKey(kind) && !unreadable.containsKey(kind)) {
            try {
                present.put(kind, PresentObjects.read(session, kind));
            } catch (QueryFailed e) {
                unreadable.put(kind, e);
            }
        }
        return present.get(kind);
    }

    private void defective(ExpectedObject object, String defect) {
        boolean perhapsInSource = defect.startsWith("?");
        String words = perhapsInSource ? defect.substring(1) : defect;
        switch (object.explanation()) {
            case Explanation.Excused(String reason) ->
                    add(object, ObjectOutcome.notChecked(label(object), reason));
            case Explanation.Reported(String reason) ->
                    add(
                            object,
                            ObjectOutcome.failed(label(object), words + ": " + reason).byAnother());
            case null -> {
                Finding finding =
                        Finding.of(
                                FindingCode.OBJECT_INVALID,
                                object.label(),
                                "%s exists, but %s".formatted(quoted(object), words));
                if (perhapsInSource) {
                    add(object, ObjectOutcome.warned(label(object), words));
                    ledger.add(finding.withSeverity(Severity.INFO));
                } else {
                    add(object, ObjectOutcome.failed(label(object), words).byAnother());
                    ledger.add(finding);
                }
            }
        }
    }

    private Set<String> report() {
        for (ExpectedObject object : missing.values()) {
            if (object.kind().equals("TABLE") || object.kind().equals("FOREIGN TABLE")) {
                missingTables.put(object.label(), object);
            }
        }
        Map<Integer, List<ExpectedObject>> followers = new LinkedHashMap<>();
        for (ExpectedObject object : missing.values()) {
            ExpectedObject root = root(object, new HashSet<>());
            List<ExpectedObject> under =
                    followers.computeIfAbsent(root.id(), id -> new ArrayList<>());
            if (root.id() != object.id()) {
                under.add(object);
            }
            outcome(object, root);
        }
        followers.forEach((id, under) -> {
            ExpectedObject root = missing.get(id);
            if (root != null && root.explanation() == null) {
                finding(root, under);
            }
        });
        return missingTables.keySet();
    }

    private void outcome(ExpectedObject object, ExpectedObject root) {
        Explanation known =
                object.explanation() == null ? root.explanation() : object.explanation();
        String after = root.id() == object.id() ? "" : ", as " + quoted(root) + " is";
        switch (known) {
            case Explanation.Excused(String reason) ->
                    add(object, ObjectOutcome.notChecked(label(object), reason));
            case Explanation.Reported(String reason) ->
                    add(
                            object,
                            ObjectOutcome.failed(
                                            label(object), "it is missing" + after + ": " + reason)
                                    .byAnother());
            case null ->
                    add(
                            object,
                            ObjectOutcome.failed(label(object), "it is missing" + after)
                                    .byAnother());
        }
    }

    private void finding(ExpectedObject root, List<ExpectedObject> followers) {
        String message = quoted(root) + " is missing after the restore";
        List<String> examples =
                Ledger.examples(followers.stream().map(ObjectsCheck::label).toList());
        ledger.add(
                Finding.of(FindingCode.OBJECT_MISSING, root.label(), message)
                        .withConsequences(followers.size(), examples));
    }

    /**
     * The missing object that this one is missing for: by the archive's dependencies, or by a tag
     * that begins with the name of a missing table. One that is explained is a root itself.
     */
    private ExpectedObject root(ExpectedObject object, Set<Integer> visited) {
        if (object.explanation() != null || !visited.add(object.id())) {
            return object;
        }
        for (int id : object.dependsOn()) {
            ExpectedObject needed = missing.get(id);
            if (needed != null && !visited.contains(id)) {
                return root(needed, visited);
            }
        }
        String label = object.label();
        for (int space = label.indexOf(' '); space > 0; space = label.indexOf(' ', space + 1)) {
            ExpectedObject table = missingTables.get(label.substring(0, space));
            if (table != null) {
                return root(table, visited);
            }
        }
        return object;
    }

    private static String label(ExpectedObject object) {
        String kind = object.kind().toLowerCase(Locale.ROOT);
        return kind.equals("table") ? object.label() : kind + " " + object.label();
    }

    private static String quoted(ExpectedObject object) {
        return object.kind().toLowerCase(Locale.ROOT) + " \"" + object.label() + "\"";
    }
}
