package dev.muster.contract;

import org.jspecify.annotations.Nullable;

/**
 * A problem in what a person gave us: a configuration, an argument, a key. It ends a command with
 * exit code 64 before any drill starts. What goes wrong during a drill is a {@link Finding}
 * instead.
 */
public final class MusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final @Nullable String hint;

    /**
     * @param code stable, in capitals, for example {@code PLAN_UNKNOWN_KEY}
     * @param message lowercase, no full stop; where it can be told, begins with file:line
     * @param hint what to do next
     */
    public MusterException(String code, String message, @Nullable String hint) {
        super(message);
        this.code = code;
        this.hint = hint;
    }

    public MusterException(
            String code, String message, @Nullable String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.hint = hint;
    }

    public String code() {
        return code;
    }

    public @Nullable String hint() {
        return hint;
    }

    /**
     * Whether somebody else did not answer, who may answer a while later though nobody has changed
     * anything. By its code, which then ends in UNREACHABLE.
     */
    public boolean isPassing() {
        return code.endsWith("_UNREACHABLE");
    }
}
