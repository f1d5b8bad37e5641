package dev.muster.restore;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Verdict;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.result.DrillResult;
import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.Installations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Drills a backup that is proven on one major version of PostgreSQL once more on each newer one
 * that is installed. What goes wrong there alone is what an upgrade would meet: it is no fault of
 * the backup, and the drill on that version is unproven for it.
 */
public final class UpgradeRehearsal {
    private static final String HINT =
            "the backup restores on its own version: mend this before the upgrade";

    private final DrillResult own;
    private final int ownMajor;

    /**
     * @param own the proven drill on the version that was chosen for the backup
     * @throws IllegalArgumentException where it reached no server
     */
    public UpgradeRehearsal(DrillResult own) {
        this.own = own;
        String version = own.environment().postgres();
        if (version == null) {
            throw new IllegalArgumentException("a drill that reached no server");
        }
        ownMajor = Integer.parseInt(version.replaceFirst("\\D.*", ""));
    }

    /** Whether a drill that ended so is followed by drills on newer versions. */
    public static boolean isDue(Plan plan, DrillResult result) {
        return plan.verify().upgrades()
                && result.verdict() == Verdict.PROVEN
                && result.environment().postgres() != null;
    }

    /** The same result, with why an upgrade that the plan asks for was not rehearsed. */
    public static DrillResult notRehearsed(DrillResult proven, String why) {
        List<Finding> findings = new ArrayList<>(proven.findings());
        findings.add(
                Finding.of(
                        FindingCode.UPGRADE_NOT_REHEARSED,
                        null,
                        "no upgrade was rehearsed, " + why));
        return proven.judgedBy(findings);
    }

    /** The drill on the backup's own version, which says so where there is no newer one. */
    public DrillResult orNotRehearsed(List<Installation> newer) {
        return newer.isEmpty()
                ? notRehearsed(
                        own,
                        "since no PostgreSQL newer than %s is installed here"
                                .formatted(own.environment().postgres()))
                : own;
    }

    /** The newer versions, one installation of each, the oldest first. */
    public List<Installation> newer(Map<String, String> environment) {
        return Installations.find(environment).newerThan(ownMajor);
    }

    /** The order to drill the same backup there. */
    public DrillOrder order(DrillOrder first, String drillId, Installation there) {
        Map<String, String> environment = new HashMap<>(first.environment());
        environment.put("MUSTER_PG_BIN", there.bin().toString());
        return first.as(drillId, environment);
    }

    /** The drill on a newer version, judged by what only that version found. */
    public DrillResult judged(DrillResult newer) {
        return newer.judgedBy(newer.findings().stream().map(f -> told(f, newer)).toList());
    }

    private Finding told(Finding finding, DrillResult newer) {
        boolean ofTheVersion =
                finding.cause() == Cause.BACKUP
                        || finding.cause() == Cause.SOURCE
                        || finding.code() == FindingCode.VERSION_INCOMPATIBLE;
        boolean here =
                own.findings().stream()
                        .anyMatch(f ->
                                f.code() == finding.code()
                                        && Objects.equals(f.object(), finding.object()));
        if (!ofTheVersion || !finding.decides() || here) {
            return finding;
        }
        return finding.withCause(Cause.ENVIRONMENT)
                .withMessage(
                        "only on PostgreSQL %s, not on %s: %s"
                                .formatted(
                                        newer.environment().postgres(),
                                        own.environment().postgres(),
                                        finding.message()))
                .withHint(HINT);
    }
}
