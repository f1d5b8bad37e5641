package dev.muster.stores;

import java.io.IOException;

/** Gives any stretch of one object's bytes. Safe for use by several threads. */
interface RangeSource {
    /** The bytes of one answer, as they come. */
    interface Body {
        /** As {@link java.io.InputStream#read(byte[], int, int)}. */
        int read(byte[] bytes, int offset, int length) throws IOException;

        /** Ends the connection without reading the rest. May be called from any thread. */
        void abort();
    }

    /**
     * Asks for the bytes from {@code from} on, {@code length} of them.
     *
     * @throws StoreException of kind CHANGED where the object is not the one that was listed
     */
    Body open(long from, long length) throws StoreException;

    /** What an exception from {@link Body#read} means. */
    StoreException failure(IOException e);
}
