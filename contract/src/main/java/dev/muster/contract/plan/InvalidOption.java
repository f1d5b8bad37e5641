package dev.muster.contract.plan;

import org.jspecify.annotations.Nullable;

/**
 * An option's value that cannot be accepted; the reader adds where it stands. The message never
 * repeats what could be a secret.
 */
public final class InvalidOption extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String option;
    private final String hint;

    InvalidOption(String message, String hint) {
        this(null, message, hint);
    }

    /**
     * @param option the component of the record at fault, or null for the whole value
     */
    InvalidOption(@Nullable String option, String message, String hint) {
        super(message);
        this.option = option;
        this.hint = hint;
    }

    @Nullable String option() {
        return option;
    }

    /** What to write instead. */
    public String hint() {
        return hint;
    }
}
