package dev.muster.restore;

/** Something to be tried on a restored backup once its drill has proven it, before it is removed. */
@FunctionalInterface
public interface Experiment {
    /** Tries it; what it throws ends the drill as a defect of ours. */
    void run(Bench bench);
}
