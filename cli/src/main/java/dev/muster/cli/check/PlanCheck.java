package dev.muster.cli.check;

import dev.muster.contract.Finding;
import dev.muster.contract.MusterException;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.RehearseSpec;
import dev.muster.contract.plan.RestoreTarget;
import dev.muster.contract.plan.SecretRef;
import dev.muster.restore.KeyRing;
import dev.muster.restore.LiveServer;
import dev.muster.restore.Rehearsal;
import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.Installations;
import dev.muster.stores.Secrets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Holds one plan against the world it names: its secrets, its stores, the newest backup in them and
 * the keys for it, and the PostgreSQL that would restore it. Nothing is changed, and no secret is
 * in what it says.
 */
public final class PlanCheck {
    private final Plan plan;
    private final Map<String, String> environment;
    private final boolean aws;
    private final List<Remark> remarks = new ArrayList<>();

    private PlanCheck(Plan plan, Map<String, String> environment, boolean aws) {
        this.plan = plan;
        this.environment = environment;
        this.aws = aws;
    }

    /**
     * Checks a plan.
     *
     * @param aws whether its drills will run there, and not on this machine
     */
    public static List<Remark> of(Plan plan, Map<String, String> environment, boolean aws) {
        return new PlanCheck(plan, environment, aws).run();
    }

    private List<Remark> run() {
        Secrets secrets =
                new Secrets(
                        environment,
                        warning -> remarks.add(Remark.warning("secret", warning, null)));
        boolean readable = readSecrets(secrets) && readKeys(secrets);
        if (readable) {
            remarks.addAll(new StoresCheck(plan, secrets, Instant.now()).run());
        } else {
            remarks.add(
                    Remark.warning(
                            "store", "the stores were not looked into: a secret is missing", null));
        }
        if (aws) {
            remarks.addAll(AwsCheck.of(plan));
        } else {
            postgres();
        }
        target();
        if (!aws) {
            rehearsal();
        }
        if (readable) {
            live(secrets);
        }
        return remarks;
    }

    private void rehearsal() {
        RehearseSpec rehearse = plan.rehearse();
        if (rehearse != null) {
            try {
                Rehearsal.check(rehearse, environment);
                remarks.add(Remark.ok("rehearse", "what the migration needs is there"));
            } catch (MusterException e) {
                remarks.add(error("rehearse", e));
            }
        }
    }

    /** A drill goes on without it, so that it is a warning here, too. */
    private void live(Secrets secrets) {
        if (plan.compare() == null) {
            return;
        }
        try {
            remarks.add(
                    LiveServer.unreachable(plan, secrets)
                            .map(why ->
                                    Remark.warning(
                                            "compare",
                                            "the live server: " + why,
                                            "drills will say that they were not compared with it"))
                            .orElseGet(() -> Remark.ok("compare", "the live server answers")));
        } catch (MusterException e) {
            remarks.add(error("compare", e));
        }
    }

    private boolean readSecrets(Secrets secrets) {
        boolean all = true;
        for (SecretRef reference : PlanSecrets.of(plan)) {
            try {
                int ignored = secrets.bytes(reference).length;
                remarks.add(Remark.ok("secret", reference + " can be read"));
            } catch (MusterException e) {
                remarks.add(error("secret", e));
                all = false;
            }
        }
        return all;
    }

    private boolean readKeys(Secrets secrets) {
        try {
            KeyRing.of(plan, secrets);
            return true;
        } catch (MusterException e) {
            remarks.add(error("key", e));
            return false;
        }
    }

    private void postgres() {
        List<Installation> complete =
                Installations.find(environment).all().stream()
                        .filter(Installation::complete)
                        .toList();
        if (complete.isEmpty()) {
            remarks.add(
                    Remark.error(
                            "postgres",
                            "no complete PostgreSQL was found on this machine",
                            "run `muster doctor`; or check a plan for AWS with --aws"));
            return;
        }
        remarks.add(
                Remark.ok(
                        "postgres",
                        complete.stream()
                                .map(Installation::version)
                                .distinct()
                                .collect(Collectors.joining(", ", "versions ", ""))));
    }

    private void target() {
        switch (plan.restore().into()) {
            case RestoreTarget.Throwaway() ->
                    remarks.add(Remark.ok("restore", "into a throwaway server"));
            case RestoreTarget.Server server -> remarks.add(TargetCheck.of(server, aws));
        }
    }

    static Remark error(String what, MusterException e) {
        return Remark.error(what, e.getMessage() + " [" + e.code() + "]", e.hint());
    }

    static Remark of(String what, Finding finding) {
        String about = finding.object() == null ? "" : finding.object() + ": ";
        String text = about + finding.message() + " [" + finding.code() + "]";
        return switch (finding.severity()) {
            case ERROR -> Remark.error(what, text, finding.hint());
            case WARNING -> Remark.warning(what, text, finding.hint());
            case INFO -> Remark.ok(what, text);
        };
    }
}
