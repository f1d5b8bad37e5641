package dev.muster.stores;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A store did not give what it was asked for; the kind says whether another try could help. */
public final class StoreException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Kind {
        /** The store answered, and has no such object, bucket or directory. */
        MISSING,
        /** The credentials are wrong or may not do this. */
        DENIED,
        /**
         * It will not give this until somebody changes something, as a region or a storage class.
         */
        REFUSED,
        /** No connection: name, network, TLS. */
        UNREACHABLE,
        /** No answer, or no byte, within the time limit. */
        TIMED_OUT,
        /** The connection was cut again and again, and resuming did not help. */
        CUT,
        /** The object changed while it was read. */
        CHANGED,
        /** The store failed by its own account (5xx), or its answer made no sense. */
        FAILED
    }

    private final Kind kind;

    public StoreException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
