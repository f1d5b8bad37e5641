package dev.muster.stores;

import dev.muster.stores.StoreException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Reads a file, and refuses one that is not as it was listed, because a backup that is still being
 * written looks truncated.
 */
final class FileCopyStream extends CopyStream {
    private final FileChannel channel;
    private final Path file;
    private final StoredObject listed;

    FileCopyStream(FileChannel channel, Path file, StoredObject listed) throws IOException {
        this.channel = channel;
        this.file = file;
        this.listed = listed;
        try {
            refuseChange();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int read;
        try {
            read = channel.read(ByteBuffer.wrap(bytes, offset, length));
        } catch (ClosedChannelException e) {
            throw new StoreException(Kind.CUT, "reading \"" + listed.key() + "\" was stopped", e);
        } catch (IOException e) {
            String why = "reading \"" + listed.key() + "\" failed: " + e.getMessage();
            throw new StoreException(Kind.FAILED, why, e);
        }
        if (read < 0) {
            refuseChange();
        }
        return read;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(Integer.MAX_VALUE, channel.size() - channel.position());
    }

    @Override
    public int resumed() {
        return 0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void refuseChange() throws IOException {
        long size = channel.size();
        if (size != listed.size()) {
            throw new StoreException(
                    Kind.CHANGED,
                    "\""
                            + listed.key()
                            + "\" had "
                            + listed.size()
                            + " bytes when it was listed and has "
                            + size
                            + " bytes now: it may still be being written",
                    null);
        }
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        if (!now.lastModifiedTime().toInstant().equals(listed.modified())) {
            throw new StoreException(
                    Kind.CHANGED,
                    "\"" + listed.key() + "\" was written to after it was listed",
                    null);
        }
    }
}
