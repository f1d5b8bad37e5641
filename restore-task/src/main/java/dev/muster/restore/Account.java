package dev.muster.restore;

import dev.muster.contract.Cause;
import dev.muster.contract.CheckKind;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.MusterException;
import dev.muster.contract.Verdict;
import dev.muster.contract.plan.Acceptance;
import dev.muster.contract.result.BackupFacts;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.CopyAttempt;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Environment;
import dev.muster.contract.result.Judgement;
import dev.muster.contract.result.Ledger;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.contract.result.StageTime;
import dev.muster.contract.result.VerdictRule;
import dev.muster.restore.archive.DatabaseContents;
import dev.muster.restore.verify.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps what a drill learns on its way, and closes with the result. */
final class Account {
    private static final Set<FindingCode> FOLLOWS_FROM_INTERRUPTION =
            EnumSet.of(
                    FindingCode.SERVER_LOST,
                    FindingCode.SERVER_START_FAILED,
                    FindingCode.RESTORE_TOOL_FAILED,
                    FindingCode.CHECK_NOT_RUN,
                    FindingCode.NOTHING_VERIFIED);

    private final DrillOrder order;
    private final Instant startedAt = Instant.now();
    private final List<Finding> findings = new ArrayList<>();
    private final List<CopyAttempt> attempts = new ArrayList<>();
    private final Map<CheckKind, CheckResult> checks = new EnumMap<>(CheckKind.class);
    private @Nullable BackupFacts backup;
    private @Nullable DrillResult lastProven;
    private boolean askedForEarlier;
    private @Nullable String unreadableRecords;
    private @Nullable Bookkeeping books;

    Account(DrillOrder order) {
        this.order = order;
        order.findings().forEach(this::add);
    }

    /** When the drill began, its selection included. */
    Instant startedAt() {
        return startedAt.minusNanos(order.locating());
    }

    /** Writes a finding down, accepted where the plan accepts it, or in part. */
    void add(Finding finding) {
        List<Finding> judged = List.of(finding);
        for (Acceptance acceptance : order.plan().accepted()) {
            judged = judged.stream().flatMap(each -> acceptance.applyTo(each).stream()).toList();
        }
        for (Finding each : judged) {
            if (!findings.contains(each)) {
                findings.add(each);
            }
        }
    }

    /** Says that the drill was ended early, in place of what followed from that. */
    void interrupted() {
        findings.removeIf(finding -> FOLLOWS_FROM_INTERRUPTION.contains(finding.code()));
        if (findings.stream().noneMatch(f -> f.code() == FindingCode.INTERRUPTED)) {
            add(Finding.of(FindingCode.INTERRUPTED, null, "the drill was interrupted"));
        }
    }

    void addAll(List<Finding> more) {
        more.forEach(this::add);
    }

    void attempted(List<CopyAttempt> copies) {
        attempts.addAll(copies);
    }

    void drilled(@Nullable BackupFacts facts) {
        backup = facts;
    }

    @Nullable BackupFacts backup() {
        return backup;
    }

    /** Begins the account of the archive's objects, or begins it again with more known. */
    void holds(Bookkeeping begun) {
        books = begun;
    }

    /** Enters what the checks found in one database. */
    void verified(DatabaseContents database, Verified found) {
        if (books != null) {
            books.verified(database, found);
        }
    }

    /** What this drill says beside the plan's last proven one. */
    void compareWithSource() {
        DrillResult earlier = lastProven();
        String unknown =
                order.earlier() == null || backupTime() == null
                        ? "no records of earlier drills are kept"
                        : unreadableRecords;
        SourceComparison comparison =
                SourceComparison.of(
                        order.plan().expect().history(),
                        checks.values(),
                        unknown,
                        earlier,
                        order.plan().restore().isPartial());
        checked(List.of(comparison.check()), "");
        addAll(comparison.findings());
    }

    /** When the backup was made, or null where nothing tells it. */
    @Nullable Instant backupTime() {
        return backup == null ? null : backup.createdAt();
    }

    /** The plan's proven drill of the youngest older backup, or null. */
    @Nullable DrillResult lastProven() {
        Instant backupTime = backupTime();
        EarlierDrills earlier = order.earlier();
        if (earlier == null || backupTime == null) {
            return null;
        }
        if (!askedForEarlier) {
            askedForEarlier = true;
            try {
                lastProven = earlier.lastProvenBefore(backupTime).orElse(null);
            } catch (MusterException e) {
                unreadableRecords = "the records cannot be read: " + e.getMessage();
            }
        }
        return lastProven;
    }

    /** Whether an error was found that the plan does not accept. */
    boolean decided() {
        return findings.stream().anyMatch(Finding::decides);
    }

    /**
     * Adds one database's checks.
     *
     * @param prefix put before each object's name where there are several databases, else empty
     */
    void checked(List<CheckResult> results, String prefix) {
        for (CheckResult result : results) {
            CheckResult named =
                    prefix.isEmpty()
                            ? result
                            : new CheckResult(
                                    result.check(),
                                    result.seconds(),
                                    result.objects().stream()
                                            .map(o -> o.named(prefix + o.object()))
                                            .toList());
            checks.merge(result.check(), named, Account::together);
        }
    }

    private static CheckResult together(CheckResult one, CheckResult other) {
        List<ObjectOutcome> objects = new ArrayList<>(one.objects());
        objects.addAll(other.objects());
        return new CheckResult(one.check(), one.seconds() + other.seconds(), objects);
    }

    /** Whether the backup is proven, whatever became of a migration that was rehearsed on it. */
    private boolean restores(List<CheckResult> ran, @Nullable Ledger ledger) {
        List<Finding> ofBackup =
                findings.stream().filter(f -> f.cause() != Cause.MIGRATION).toList();
        List<CheckResult> checksOfBackup =
                ran.stream().filter(c -> c.check() != CheckKind.REHEARSAL).toList();
        return VerdictRule.judge(ofBackup, checksOfBackup, ledger).verdict() == Verdict.PROVEN;
    }

    private List<Finding> trend(List<StageTime> stages, Environment environment) {
        DrillResult earlier = lastProven();
        return earlier == null || backup == null || order.plan().restore().isPartial()
                ? List.of()
                : Trend.of(earlier, backup, stages, environment);
    }

    /** What the result would be now; more may still be learnt. */
    DrillResult soFar(List<StageTime> stages, Environment environment) {
        List<Finding> until = List.copyOf(findings);
        DrillResult result = close(stages, environment);
        findings.clear();
        findings.addAll(until);
        return result;
    }

    /** The result, with its verdict. */
    DrillResult close(List<StageTime> stages, Environment environment) {
        Instant now = Instant.now();
        List<CheckResult> ran = List.copyOf(checks.values());
        Ledger ledger = books == null ? null : books.close(findings);
        boolean proven = restores(ran, ledger);
        Recovery recovery =
                new Recovery(
                        order.plan().objectives(),
                        stages,
                        proven,
                        order.plan().restore().isPartial(),
                        backup == null ? null : backup.createdAt(),
                        order.newestBackupAt(),
                        now);
        recovery.findings().forEach(this::add);
        if (proven) {
            addAll(trend(stages, environment));
        }
        Judgement judgement = VerdictRule.judge(findings, ran, ledger);
        DrillResult result =
                new DrillResult(
                        DrillResult.SCHEMA_VERSION,
                        order.drillId(),
                        order.plan().name(),
                        judgement.verdict(),
                        judgement.proof(),
                        judgement.cause(),
                        startedAt(),
                        StageClock.seconds(Duration.between(startedAt(), now).toNanos()),
                        order.selection(),
                        backup,
                        attempts,
                        stages,
                        ran,
                        Alike.together(judgement.findings()),
                        recovery.objectives(),
                        environment);
        return ledger == null ? result : result.with(ledger);
    }
}
