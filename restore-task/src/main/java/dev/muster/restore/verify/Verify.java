package dev.muster.restore.verify;

import dev.muster.contract.CheckKind;
import dev.muster.contract.FindingException;
import dev.muster.contract.Progress;
import dev.muster.contract.result.ObjectOutcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Checks a finished restore against what its archive and the plan lead to expect. */
public final class Verify {
    private final Crew crew;
    private final Expectations expectations;
    private final VerifySettings settings;
    private final Ledger ledger;

    private Verify(Crew crew, Expectations expectations, VerifySettings settings, Ledger ledger) {
        this.ledger = ledger;
        this.settings = settings;
        this.crew = crew;
        this.expectations = expectations;
    }

    /**
     * Runs every check. Advances {@code progress} and leaves starting and ending the stage to the
     * caller.
     *
     * @throws FindingException SERVER_LOST where the server is gone or cannot be reached
     */
    public static Verified run(
            ConnectionSource connections,
            Expectations expectations,
            VerifySettings settings,
            Progress progress) {
        Ledger ledger = new Ledger();
        try (Crew crew = Crew.open(connections, settings, progress)) {
            return new Verify(crew, expectations, settings, ledger).check();
        } catch (QueryFailed e) {
            // Without the catalogs nothing else can be told either.
            ledger.notRun(CheckKind.OBJECTS, "database", e.reason());
            return Verified.of(ledger);
        }
    }

    private Verified check() throws QueryFailed {
        Session session = crew.first();
        Relations relations = new Relations(Relation.readAll(session));
        ObjectsCheck objects = new ObjectsCheck(ledger);
        Set<String> missingTables =
                timed(CheckKind.OBJECTS, () -> objects.check(session, expectations.objects()));
        SequencesCheck sequences = new SequencesCheck(session, relations, ledger);
        ForeignKeysCheck foreignKeys = new ForeignKeysCheck(session, relations, ledger);
        Map<Long, Set<Probe>> probes = new HashMap<>();
        sequences.probe(probes);
        foreignKeys.probe(probes);

        // The scans serve five checks; their time stands with the first of these.
        Scans scans =
                timed(
                        CheckKind.ROW_COUNTS,
                        () -> Scans.run(crew, relations, probes, wanted(relations)));
        RowCounts rowCounts =
                new RowCounts(
                        relations,
                        scans,
                        missingTables,
                        new OwnWriters(session),
                        new ExtensionRows(session),
                        ledger);
        rowCounts.check(expectations);
        new KeyTablesCheck(session, relations, expectations, ledger)
                .check(expectations.keyTables());
        new NotNullCheck(session, ledger).check(scans);
        new CheckConstraintsCheck(ledger).check(scans);
        new ReadableValuesCheck(session, ledger).check(scans);

        timed(CheckKind.FOREIGN_KEYS, () -> foreignKeys.check(crew, scans));
        timed(CheckKind.UNIQUE_KEYS, () -> new UniqueKeysCheck(ledger).check(session));
        timed(CheckKind.SEQUENCES, () -> sequences.check(session, scans, expectations.sequences()));
        if (!expectations.isPartial()) {
            timed(
                    CheckKind.LARGE_OBJECTS,
                    () ->
                            new LargeObjectsCheck(ledger)
                                    .check(session, expectations.largeObjects()));
        }
        ExpectedContent content = expectations.content();
        if (content != null) {
            compare(content);
        }
        if (settings.structure() == VerifySettings.Structure.AMCHECK) {
            timed(CheckKind.STRUCTURE, () -> new StructureCheck(ledger).check(crew));
        }
        return new Verified(
                ledger.checks(), ledger.findings(), objects.byEntry(), rowCounts.through());
    }

    private void compare(ExpectedContent content) throws QueryFailed {
        Excuses excuses = new Excuses(expectations);
        boolean isPartial = expectations.isPartial();
        timed(
                CheckKind.CONTENT,
                () -> new ContentCheck(content, excuses, isPartial, ledger).check(crew));
        if (isPartial) {
            ledger.add(
                    CheckKind.DEFINITIONS,
                    ObjectOutcome.notChecked(
                            "all definitions", "only a part of the backup was restored"));
            ledger.add(
                    CheckKind.PRIVILEGES,
                    ObjectOutcome.notChecked(
                            "all objects", "only a part of the backup was restored"));
            return;
        }
        DefinitionsCheck definitions = new DefinitionsCheck(content.manifest(), excuses, ledger);
        timed(CheckKind.DEFINITIONS, () -> definitions.check(crew.first()));
        timed(
                CheckKind.PRIVILEGES,
                () ->
                        new PrivilegesCheck(content, ledger)
                                .check(crew.first(), definitions.defined()));
    }

    /** One step of the verification. */
    @FunctionalInterface
    private interface Step {
        void run() throws QueryFailed;
    }

    /** One step that gives what later ones need. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws QueryFailed;
    }

    private void timed(CheckKind check, Step step) {
        long start = System.nanoTime();
        try {
            step.run();
        } catch (QueryFailed e) {
            ledger.notRun(check, "database", e.reason());
        } finally {
            ledger.took(check, start);
        }
    }

    private <T> T timed(CheckKind check, Question<T> question) throws QueryFailed {
        long start = System.nanoTime();
        try {
            return question.ask();
        } finally {
            ledger.took(check, start);
        }
    }

    private Set<Long> wanted(Relations relations) {
        Set<Long> wanted = new HashSet<>();
        for (ExpectedRows rows : expectations.rows()) {
            Relation table = relations.find(rows.schema(), rows.table());
            if (table != null) {
                wanted.add(table.oid());
            }
        }
        return wanted;
    }
}
