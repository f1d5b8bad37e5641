package dev.muster.restore.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** Reads a zip in one pass; the JDK compares each file's checksum at its end. */
final class ZipMembers implements Members {
    private final ZipInputStream zip;

    ZipMembers(InputStream in) {
        this.zip = new ZipInputStream(in);
    }

    @Override
    public @Nullable Member next() throws IOException {
        ZipEntry entry = zip.getNextEntry();
        while (entry != null && entry.isDirectory()) {
            entry = zip.getNextEntry();
        }
        return entry == null ? null : new Member(entry.getName(), zip);
    }
}
