package dev.muster.stores;

import java.io.InputStream;

/** The bytes of one stored object, in order. */
public abstract class CopyStream extends InputStream {
    /** How often the connection was lost and taken up again so far. */
    public abstract int resumed();
}
