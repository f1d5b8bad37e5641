package dev.muster.restore.archive;

import java.io.EOFException;

/** The archive's own file ends where its data must go on. */
final class CutException extends EOFException {
    private static final long serialVersionUID = 1L;

    CutException() {
        super("the archive ends within its data");
    }
}
