package dev.muster.restore.archive;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.muster.restore.lz4.Lz4Stream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** Unpacks one stream of data and gives it to a scan, with one buffer for all that it unpacks. */
final class Unpacking {
    private static final int INPUT = 1 << 16;

    private final byte[] buffer = new byte[1 << 18];
    private final BooleanSupplier cancelled;

    Unpacking(BooleanSupplier cancelled) {
        this.cancelled = cancelled;
    }

    /** Opens a file, unpacked; null where it is missing. */
    interface Opener {
        @Nullable InputStream open() throws IOException;
    }

    /**
     * A stream of a custom archive: zlib, an LZ4 frame, a Zstandard frame, or nothing around it.
     */
    RowScan.@Nullable Fault chunks(ChunkInput chunks, String compression, RowScan scan) {
        Inflater inflater = new Inflater();
        try {
            if (chunks.isEmpty()) {
                return scan.finish();
            }
            if (!compression.equals("gzip")) {
                return run(stream(chunks, compression), scan);
            }
            RowScan.Fault fault = run(new InflaterInputStream(chunks, inflater, INPUT), scan);
            if (fault == null && (inflater.getRemaining() > 0 || chunks.read() >= 0)) {
                return damaged("bytes follow the end of its compressed data");
            }
            return fault;
        } catch (CutException e) {
            return new RowScan.Fault(RowScan.Fault.Kind.CUT, "the archive ends within its data");
        } catch (EOFException e) {
            return damaged("its compressed data have no end");
        } catch (IOException e) {
            return damaged(e.getMessage());
        } finally {
            inflater.end();
        }
    }

    /** A file of a directory archive or a member of a tar. */
    RowScan.@Nullable Fault file(Opener opener, RowScan scan) {
        try (InputStream in = opener.open()) {
            return in == null
                    ? new RowScan.Fault(RowScan.Fault.Kind.SHORT, "its data file is missing")
                    : run(in, scan);
        } catch (EOFException e) {
            return new RowScan.Fault(RowScan.Fault.Kind.SHORT, "its data file is cut");
        } catch (FileSystemException e) {
            throw new UncheckedIOException(e);
        } catch (IOException e) {
            return damaged(e.getMessage());
        }
    }

    static InputStream unpack(InputStream file, String name) throws IOException {
        if (name.endsWith(".gz")) {
            return new GZIPInputStream(file, INPUT);
        }
        return stream(file, name.endsWith(".lz4") ? "lz4" : name.endsWith(".zst") ? "zstd" : "");
    }

    private static InputStream stream(InputStream in, String compression) throws IOException {
        return switch (compression) {
            case "lz4" -> Lz4Stream.strict(in);
            case "zstd" -> new ZstdInputStreamNoFinalizer(in);
            default -> in;
        };
    }

    private RowScan.@Nullable Fault run(InputStream in, RowScan scan) throws IOException {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("cancelled while counting rows");
            }
            scan.take(buffer, read);
        }
        return scan.finish();
    }

    private static RowScan.Fault damaged(@Nullable String detail) {
        String reason = detail == null ? "it is damaged" : detail;
        return new RowScan.Fault(
                RowScan.Fault.Kind.DAMAGED, "its data cannot be unpacked: " + reason);
    }
}
