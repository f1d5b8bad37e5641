package dev.muster.manifest.take;

import org.jspecify.annotations.Nullable;

/** A manifest could not be taken. */
public final class TakeFailed extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is left of the backup. */
    public enum Dump {
        /** pg_dump failed, or was ended: there is no backup. */
        FAILED,
        /** pg_dump ended well: the backup stands, without a manifest. */
        STANDS,
        /** No pg_dump was to run. */
        NONE
    }

    private final String code;
    private final Dump dump;
    private final String hint;

    TakeFailed(String code, Dump dump, String message, String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.dump = dump;
        this.hint = hint;
    }

    public String code() {
        return code;
    }

    public Dump dump() {
        return dump;
    }

    public String hint() {
        return hint;
    }

    /** The same once it is known what became of the dump. */
    TakeFailed with(Dump outcome) {
        return new TakeFailed(code, outcome, "" + getMessage(), hint, getCause());
    }
}
