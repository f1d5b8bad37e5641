package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.REHEARSAL;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Outcome;
import dev.muster.contract.Progress;
import dev.muster.contract.Severity;
import dev.muster.contract.plan.RehearseSpec;
import dev.muster.contract.result.ObjectOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a migration that went up and down again has left a database as it was. It holds what
 * was there before; running the migration is the caller's business.
 */
public final class RehearsalCheck {
    /** The migration's two ways, as results call them. */
    public enum Way {
        UP("up", FindingCode.MIGRATION_FAILED),
        DOWN("down", FindingCode.ROLLBACK_FAILED);

        private final String word;
        private final FindingCode failure;

        Way(String word, FindingCode failure) {
            this.word = word;
            this.failure = failure;
        }

        /** As results call it. */
        public String word() {
            return word;
        }
    }

    private final RehearseSpec spec;
    private final ConnectionSource connections;
    private final VerifySettings settings;
    private final Progress progress;
    private final Ledger ledger = new Ledger();
    private final long start = System.nanoTime();
    private @Nullable Fingerprint before;

    /** Nothing is read yet. */
    public RehearsalCheck(
            RehearseSpec spec,
            ConnectionSource connections,
            VerifySettings settings,
            Progress progress) {
        this.spec = spec;
        this.connections = connections;
        this.settings = settings;
        this.progress = progress;
        ledger.plan(REHEARSAL);
    }

    /**
     * Reads what is there before the migration.
     *
     * @return false where that could not be read, which is then told
     * @throws dev.muster.contract.FindingException SERVER_LOST where the server is gone
     */
    public boolean before() {
        try (Crew crew = Crew.open(connections, settings, progress)) {
            before = Fingerprint.take(crew, null);
            return true;
        } catch (QueryFailed e) {
            notRun("the database could not be read before it: " + e.reason());
            return false;
        }
    }

    /** One way was gone to its end. */
    public void went(Way way) {
        ledger.add(REHEARSAL, ObjectOutcome.passed(way.word));
    }

    /**
     * One way could not be gone to its end.
     *
     * @param why with PostgreSQL's words and the place, and without any row's value
     */
    public void failed(Way way, String why) {
        boolean warns = spec.severity() == Severity.WARNING;
        ledger.add(
                REHEARSAL,
                new ObjectOutcome(
                        way.word, warns ? Outcome.WARNED : Outcome.FAILED, why, null, null));
        ledger.add(
                Finding.of(
                                way.failure,
                                way.word,
                                "the migration's way %s: %s".formatted(way.word, why))
                        .withSeverity(spec.severity()));
        if (way == Way.UP) {
            ledger.add(
                    REHEARSAL,
                    ObjectOutcome.notChecked(Way.DOWN.word, "the way up was not gone to its end"));
        }
        ledger.add(
                REHEARSAL,
                ObjectOutcome.notChecked(
                        "schema and data", "the migration did not go up and down again"));
    }

    /** The rehearsal could not go on for a reason that lies in this drill. */
    public void notRun(String why) {
        ledger.notRun(REHEARSAL, "migration", why);
    }

    /** Nothing was to be rehearsed, for a reason that is told elsewhere already. */
    public void leftOut(String why) {
        ledger.add(REHEARSAL, ObjectOutcome.notChecked("migration", why));
    }

    /**
     * Warns where the way up has changed nothing, so that nothing was rehearsed. Rows are read only
     * where no definition has changed.
     */
    public void lookAfterUp() {
        Fingerprint then = before;
        if (then == null) {
            return;
        }
        try (Crew crew = Crew.open(connections, settings, progress)) {
            if (then.definitions().same(Fingerprint.definitions(crew))
                    && then.same(Fingerprint.take(crew, then))) {
                ledger.add(
                        Finding.of(
                                FindingCode.MIGRATION_CHANGED_NOTHING,
                                Way.UP.word,
                                "after the migration's way up every definition, row, sequence,"
                                        + " privilege and comment is as before it"));
            }
        } catch (QueryFailed e) {
            notRun("the database could not be read after the way up: " + e.reason());
        }
    }

    /** Reads what is there after the way down, and compares. */
    public void after() {
        Fingerprint then = before;
        if (then == null) {
            return;
        }
        try (Crew crew = Crew.open(connections, settings, progress)) {
            Fingerprint now = Fingerprint.take(crew, then);
            RehearsalLedger weighed = new RehearsalLedger(spec, ledger);
            new RehearsalDefinitions(then, now, weighed).tell();
            new RehearsalData(then, now, weighed).tell();
            new RehearsalTraces(then, now, weighed).tell();
        } catch (QueryFailed e) {
            notRun("the database could not be read after it: " + e.reason());
        }
    }

    /** What was found. */
    public Verified verified() {
        ledger.took(REHEARSAL, start);
        return Verified.of(ledger);
    }
}
