package dev.muster.contract;

/**
 * Hears how a drill advances. Implementations must return quickly, must not throw, and must expect
 * calls from any thread.
 */
public interface Progress {
    /** Hears nothing. */
    Progress NONE =
            new Progress() {
                @Override
                public void started(Stage stage, String what) {}

                @Override
                public void advanced(Stage stage, long done, long total, Unit unit) {}

                @Override
                public void noted(Stage stage, String text) {}

                @Override
                public void ended(Stage stage) {}
            };

    /** What {@link #advanced} counts. */
    enum Unit {
        BYTES,
        ENTRIES,
        OBJECTS
    }

    /** A stage began; {@code what} says in a few words what it works on. */
    void started(Stage stage, String what);

    /** {@code done} of {@code total} units are done; {@code total} is 0 where it is not known. */
    void advanced(Stage stage, long done, long total, Unit unit);

    /** Something worth a line happened, for example a failover to another store. */
    void noted(Stage stage, String text);

    /** A stage ended, well or not. */
    void ended(Stage stage);
}
