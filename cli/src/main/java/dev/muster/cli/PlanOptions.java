package dev.muster.cli;

import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.PlanFile;
import dev.muster.contract.plan.Plans;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that says where plans are written. */
final class PlanOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "${env:MUSTER_CONFIG:-muster.yaml}",
            description = "The file with the plans (default: $MUSTER_CONFIG, else muster.yaml).")
    private Path file = Path.of("muster.yaml");

    /** The plan of this name. */
    Plan plan(String name) {
        return plans().plan(name);
    }

    /** All plans of the file. */
    Plans plans() {
        return PlanFile.read(file);
    }

    /** All plans of the file; none where there is no such file. */
    Collection<Plan> ifThere() {
        return Files.exists(file) ? plans().plans().values() : List.of();
    }

    /** The folder of the file, from which a plan's relative paths are taken. */
    Path folder() {
        Path parent = file.toAbsolutePath().normalize().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }
}
