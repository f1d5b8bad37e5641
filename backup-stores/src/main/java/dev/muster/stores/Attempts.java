package dev.muster.stores;

import dev.muster.stores.StoreException.Kind;

/** Tries a request again where another try could help, a bounded number of times. */
final class Attempts {
    /** A request. */
    @FunctionalInterface
    interface Request<T> {
        T send() throws StoreException;
    }

    private Attempts() {}

    static <T> T of(Transfer transfer, Request<T> request) throws StoreException {
        for (int failures = 1; ; failures++) {
            try {
                return request.send();
            } catch (StoreException e) {
                if (!mayPass(e.kind()) || failures >= transfer.attempts()) {
                    throw e;
                }
            }
            pause(transfer, failures);
        }
    }

    /** Whether the same request may succeed a little later. */
    static boolean mayPass(Kind kind) {
        return switch (kind) {
            case UNREACHABLE, TIMED_OUT, CUT, FAILED -> true;
            case MISSING, DENIED, REFUSED, CHANGED -> false;
        };
    }

    static void pause(Transfer transfer, int failures) throws StoreException {
        try {
            Thread.sleep(transfer.pauseAfter(failures));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(Kind.CUT, "waiting for the store was interrupted", e);
        }
    }
}
