package dev.muster.restore.mutate;

import dev.muster.contract.result.Mutant.Fate;

/** A kind of damage that says nothing about the checks: it does not count. */
final class Uncounted extends Exception {
    private static final long serialVersionUID = 1;

    private final Fate fate;
    private final String why;

    Uncounted(Fate fate, String why) {
        super(why);
        this.fate = fate;
        this.why = why;
    }

    /** This backup has nothing that such damage could befall. */
    static Uncounted notApplicable(String why) {
        return new Uncounted(Fate.NOT_APPLICABLE, why);
    }

    Fate fate() {
        return fate;
    }

    String why() {
        return why;
    }
}
