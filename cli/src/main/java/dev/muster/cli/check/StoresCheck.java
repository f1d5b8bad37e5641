package dev.muster.cli.check;

import dev.muster.cli.terminal.Quantities;
import dev.muster.contract.Finding;
import dev.muster.contract.MusterException;
import dev.muster.contract.Severity;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.SelectSpec;
import dev.muster.restore.KeyRing;
import dev.muster.restore.fetch.Peek;
import dev.muster.stores.Backup;
import dev.muster.stores.BackupCopy;
import dev.muster.stores.Candidate;
import dev.muster.stores.Secrets;
import dev.muster.stores.StoreException;
import dev.muster.stores.StoreListing;
import dev.muster.trigger.Inventory;
import dev.muster.trigger.Locate;
import dev.muster.trigger.Located;
import dev.muster.trigger.Located.Chosen;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Looks into a plan's stores: what they hold, what would be picked, and whether keys fit it. */
final class StoresCheck {
    /** Of one copy, whatever its size: only its beginning is read. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Plan plan;
    private final Secrets secrets;
    private final Instant now;
    private final List<Remark> remarks = new ArrayList<>();

    StoresCheck(Plan plan, Secrets secrets, Instant now) {
        this.plan = plan;
        this.secrets = secrets;
        this.now = now;
    }

    List<Remark> run() {
        try {
            Inventory inventory = Locate.list(plan, secrets, now);
            inventory.stores().forEach(this::store);
            selection(inventory);
            newest(inventory);
        } catch (MusterException e) {
            remarks.add(PlanCheck.error("store", e));
        }
        return remarks;
    }

    private void store(StoreListing store) {
        if (store.failure() != null) {
            remarks.add(
                    Remark.error(
                            "store",
                            String.valueOf(store.failure().getMessage()),
                            "check what the plan says of this store, and what its credentials may"
                                    + " read"));
        } else if (store.backups() == 0) {
            String stranger =
                    store.stranger() == null
                            ? ""
                            : "; \"" + store.stranger() + "\" does not match backups.pattern";
            remarks.add(
                    Remark.error(
                            "store",
                            "%s: none of its %s objects is a backup%s"
                                    .formatted(
                                            store.name(),
                                            Quantities.count(store.objects()),
                                            stranger),
                            "compare the prefix and backups.pattern with what lies there"));
        } else {
            remarks.add(
                    Remark.ok(
                            "store",
                            "%s: %s backups, %s, the newest of %s"
                                    .formatted(
                                            store.name(),
                                            Quantities.count(store.backups()),
                                            Quantities.bytes(store.bytes()),
                                            store.newest() == null
                                                    ? "the future"
                                                    : at(store.newest()))));
        }
    }

    private void selection(Inventory inventory) {
        int eligible = inventory.eligible().size();
        SelectSpec select = plan.select();
        String how =
                select.mode().id() + (select.key() == null ? " within " + select.within() : "");
        if (eligible > 0 || inventory.backups().isEmpty()) {
            remarks.add(
                    Remark.ok(
                            "select",
                            "%s: %d of %d backups could be picked"
                                    .formatted(how, eligible, inventory.backups().size())));
        } else {
            remarks.add(
                    Remark.error(
                            "select",
                            "%s: none of %d backups could be picked: a drill would say broken"
                                    .formatted(how, inventory.backups().size()),
                            "compare select.within and backups.pattern with the times of the backups"));
        }
    }

    /** The newest backup is the one whose keys are the present ones. */
    private void newest(Inventory inventory) {
        if (inventory.backups().isEmpty()) {
            return;
        }
        Candidate newest = inventory.backups().getFirst();
        Plan byKey = plan.withSelect(SelectSpec.ofKey(newest.key()));
        try (Located located = Locate.run(byKey, secrets, now, 1)) {
            if (located.chosen().isEmpty()) {
                located.findings().forEach(f -> remarks.add(PlanCheck.of("backup", f)));
                return;
            }
            Chosen chosen = located.chosen().getFirst();
            Backup backup = chosen.backup();
            remarks.add(
                    Remark.ok(
                            "backup",
                            "the newest is %s of %s, %s in %d of %d stores"
                                    .formatted(
                                            backup.key(),
                                            at(backup.createdAt()),
                                            Quantities.bytes(backup.size()),
                                            backup.copies().size(),
                                            plan.stores().size())));
            backup.copies().forEach(this::peek);
        }
    }

    private void peek(BackupCopy copy) {
        try {
            Peek.Seen seen = Peek.at(copy, KeyRing.of(plan, secrets), PATIENCE);
            List<Finding> failures =
                    seen.findings().stream().filter(f -> f.severity() == Severity.ERROR).toList();
            if (failures.isEmpty()) {
                String under =
                        seen.layers().isEmpty() ? "" : " under " + String.join(", ", seen.layers());
                remarks.add(
                        Remark.ok(
                                "content",
                                "%s: it begins as %s%s"
                                        .formatted(copy.store().name(), seen.content(), under)));
            }
            failures.forEach(f -> remarks.add(PlanCheck.of("content", named(copy, f))));
        } catch (StoreException e) {
            remarks.add(
                    Remark.error(
                            "content",
                            String.valueOf(e.getMessage()),
                            "let the credentials read objects, and not list them alone"));
        }
    }

    private static Finding named(BackupCopy copy, Finding f) {
        return f.withObject(copy.key() + " in " + copy.store().name());
    }

    private static String at(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
