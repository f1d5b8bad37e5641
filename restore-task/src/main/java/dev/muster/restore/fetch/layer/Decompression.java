package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * A library's decompressor whose failures are told apart: a cut, damage, or bytes behind a sound
 * end.
 */
final class Decompression extends BulkStream {
    /** Makes a library's decompressor. */
    interface Opener {
        InputStream open(InputStream in) throws IOException;
    }

    private final String format;
    private final EndWatch source;
    private final Consumer<Finding> notes;
    private final String garbageMessage;
    private final InputStream in;
    private boolean ended;

    /**
     * @param garbageMessage a part of what the library says where foreign bytes follow sound data
     */
    Decompression(
            String format,
            InputStream source,
            Consumer<Finding> notes,
            String garbageMessage,
            Opener opener)
            throws IOException {
        this.format = format;
        this.source = new EndWatch(source);
        this.notes = notes;
        this.garbageMessage = garbageMessage;
        try {
            this.in = opener.open(this.source.buffered());
        } catch (IOException | RuntimeException e) {
            throw told(e);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (ended) {
            return -1;
        }
        try {
            int count = in.read(target, offset, length);
            if (count < 0) {
                end();
            }
            return count;
        } catch (IOException | RuntimeException e) {
            String message = e.getMessage();
            if (message != null && message.contains(garbageMessage)) {
                notes.accept(
                        Finding.of(
                                FindingCode.TRAILING_GARBAGE,
                                null,
                                "bytes that do not belong to it follow the complete %s data"
                                        .formatted(format)));
                end();
                return -1;
            }
            throw told(e);
        }
    }

    private void end() throws IOException {
        ended = true;
        source.transferTo(OutputStream.nullOutputStream());
    }

    private IOException told(Exception thrown) {
        if (source.passed() && !(thrown instanceof EOFException)) {
            IOException cut = new EOFException(thrown.getMessage());
            cut.initCause(thrown);
            return cut;
        }
        return thrown instanceof IOException e ? e : new IOException(thrown.toString(), thrown);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
