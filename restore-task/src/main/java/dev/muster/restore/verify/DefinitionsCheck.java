package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.DEFINITIONS;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.manifest.Definition;
import dev.muster.manifest.Manifest;
import dev.muster.manifest.content.DefinedObject;
import dev.muster.manifest.content.Definitions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares how every object is defined with a manifest. */
final class DefinitionsCheck {
    /** What this drill itself may have created to check with. */
    private static final String OWN = "extension amcheck";

    private final Manifest manifest;
    private final Excuses excuses;
    private final Ledger ledger;
    private final List<String> lost = new ArrayList<>();
    private final List<String> extra = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();
    private int major;
    private @Nullable List<DefinedObject> defined;

    DefinitionsCheck(Manifest manifest, Excuses excuses, Ledger ledger) {
        this.manifest = manifest;
        this.excuses = excuses;
        this.ledger = ledger;
    }

    void check(Session session) throws QueryFailed {
        ledger.plan(DEFINITIONS);
        major = session.serverMajor();
        Map<String, Definition> expected = new TreeMap<>();
        manifest.definitions().forEach(each -> expected.put(each.label(), each));
        Map<String, Definition> actual = new HashMap<>();
        List<DefinedObject> present = Definitions.read(new SessionQueries(session), major);
        defined = present;
        for (DefinedObject object : present) {
            Definition definition = object.definition();
            actual.put(definition.label(), definition);
        }
        expected.forEach((label, before) -> compare(label, before, actual.remove(label)));
        actual.remove(OWN);
        if (manifest.ofSnapshot()) {
            new TreeMap<>(actual).keySet().forEach(this::extra);
        }
        report(FindingCode.CONTENT_LOST, lost, "is missing", "are missing");
        report(FindingCode.CONTENT_EXTRA, extra, "was not at the source", "were not at the source");
        report(
                FindingCode.DEFINITION_CHANGED,
                changed,
                "is defined otherwise than at the source",
                "are defined otherwise than at the source");
    }

    /** What is defined in the restored database; null where it could not be read. */
    @Nullable List<DefinedObject> defined() {
        return defined;
    }

    private void compare(String label, Definition before, @Nullable Definition now) {
        if (now == null) {
            lost(label, before);
        } else if (now.hash().equals(before.hash())
                || (rewritten(before.kind()) && now.looselyEquals(before))) {
            // A table's outcome stands for its columns, unless one of them is another.
            if (!before.kind().equals("column")) {
                ledger.add(DEFINITIONS, ObjectOutcome.passed(label));
            }
        } else if (rewritten(before.kind())) {
            ledger.add(
                    DEFINITIONS,
                    ObjectOutcome.warned(
                            label,
                            "another major version of PostgreSQL writes it in other words, or it is"
                                    + " another one"));
        } else if (!manifest.ofSnapshot()) {
            ledger.add(
                    DEFINITIONS,
                    ObjectOutcome.warned(label, "it is defined otherwise, perhaps since the dump"));
        } else {
            ledger.add(
                    DEFINITIONS,
                    ObjectOutcome.failed(label, "it is defined otherwise than at the source"));
            changed.add(label);
        }
    }

    private boolean rewritten(String kind) {
        return Definitions.variesByMajor(kind) && manifest.source().serverMajor() != major;
    }

    private void lost(String label, Definition before) {
        switch (excuses.of(before.name())) {
            case Explanation.Excused(String reason) ->
                    ledger.add(DEFINITIONS, ObjectOutcome.notChecked(label, reason));
            case Explanation.Reported(String reason) ->
                    ledger.add(
                            DEFINITIONS,
                            ObjectOutcome.failed(label, "it is missing: " + reason).byAnother());
            case null -> {
                if (manifest.ofSnapshot()) {
                    ledger.add(DEFINITIONS, ObjectOutcome.failed(label, "it is missing"));
                    lost.add(label);
                } else {
                    ledger.add(
                            DEFINITIONS,
                            ObjectOutcome.warned(label, "it is missing, or newer than the dump"));
                }
            }
        }
    }

    private void extra(String label) {
        ledger.add(DEFINITIONS, ObjectOutcome.failed(label, "the source did not have it"));
        extra.add(label);
    }

    /** One finding for all of a kind: what is lost together has one cause. */
    private void report(FindingCode code, List<String> objects, String one, String many) {
        if (objects.isEmpty()) {
            return;
        }
        String first = objects.getFirst();
        boolean single = objects.size() == 1;
        ledger.add(
                Finding.of(
                                code,
                                single ? first : null,
                                single
                                        ? "\"%s\" %s".formatted(first, one)
                                        : "%,d objects %s; the first: \"%s\""
                                                .formatted(objects.size(), many, first))
                        .withConsequences(
                                objects.size() - 1,
                                Ledger.examples(objects.subList(1, objects.size())))
                        .about(objects));
    }
}
