package dev.muster.cli;

import dev.muster.contract.plan.Plan;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is drilled: a backup of a plan, or one file without a plan, each with its own options. */
final class PlanOrFile {
    @ArgGroup(multiplicity = "1")
    private Which which = new Which();

    /** One of the two. */
    static final class Which {
        @Parameters(paramLabel = "PLAN", description = "The name of a plan in muster.yaml.")
        private @Nullable String plan;

        @Option(
                names = "--file",
                paramLabel = "BACKUP",
                description = "A backup's file, or the folder of a directory archive; no plan.")
        private @Nullable Path file;
    }

    @Mixin private FileKeys keys;

    @Mixin private BackupChoice choice;

    @Mixin private ManifestOptions manifests;

    /** Whether it is a file, which has no plan and no past. */
    boolean isFile() {
        return which.file != null;
    }

    /** The plan, where the seed chooses a backup and nothing else. */
    Plan plan(PlanOptions plans) {
        return plan(plans, choice::refuse);
    }

    /** The plan, where the seed serves for something else, too, and so may stand beside a file. */
    Plan planBesideSeed(PlanOptions plans) {
        return plan(plans, choice::refuseAllButSeed);
    }

    private Plan plan(PlanOptions plans, Runnable refuseChoice) {
        Path file = which.file;
        if (file != null) {
            refuseChoice.run();
            return manifests.on(keys.planOf(file));
        }
        keys.refuse();
        choice.check();
        return manifests.on(choice.applied(plans.plan("" + which.plan)));
    }

    /** The seed that was given, else a new one. */
    long seed() {
        return choice.seed();
    }
}
