package dev.muster.restore;

import dev.muster.contract.Finding;
import java.util.List;

/**
 * Something to be tried on a restored backup once its drill has proven it, before it is removed.
 */
@FunctionalInterface
public interface Experiment {
    /**
     * Tries it, and gives what is to be told; what it throws ends the drill as a defect of ours.
     */
    List<Finding> run(Bench bench);
}
