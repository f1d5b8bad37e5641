package dev.muster.restore.archive;

import java.io.InputStream;

/** A part of a file as a stream; it ends early where the file does. */
final class RegionInput extends InputStream {
    private final FileWindow file;
    private final long end;
    private long position;

    RegionInput(FileWindow file, long from, long length) {
        this.file = file;
        this.position = from;
        this.end = from + length;
    }

    @Override
    public int read() {
        return position < end ? file.byteAt(position++) : -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
        int wanted = (int) Math.min(length, end - position);
        if (wanted <= 0) {
            return length == 0 ? 0 : -1;
        }
        int read = file.read(position, to, offset, wanted);
        position += read;
        return read == 0 ? -1 : read;
    }
}
