package dev.muster.restore.archive;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a header and a table of contents, versions 1.8 to 1.16, as ReadHead and ReadToc of
 * pg_backup_archiver.c do, and refuses what pg_dump cannot have written.
 */
final class TocReader {
    private static final byte[] MAGIC = {'P', 'G', 'D', 'M', 'P'};
    private static final String[] COMPRESSIONS = {"none", "gzip", "lz4", "zstd"};

    private final TocInput in;
    private final int restoreMajor;
    private ArchiveVersion version = ArchiveVersion.NEWEST;

    /**
     * @param restoreMajor of the pg_restore that is to read it afterwards; an archive that it
     *     cannot read is refused before anything in it is called corrupt
     */
    TocReader(TocInput in, int restoreMajor) {
        this.in = in;
        this.restoreMajor = restoreMajor;
    }

    Toc read() {
        in.expect(MAGIC);
        int major = in.readByte();
        int minor = in.readByte();
        version = new ArchiveVersion(major, minor, in.readByte());
        refuseUnknownVersion();
        int intSize = in.readByte();
        int offsetSize = in.readByte();
        if ((intSize != 4 && intSize != 8) || (offsetSize != 4 && offsetSize != 8)) {
            throw in.corrupt(
                    "has integers of "
                            + Problems.bytes(intSize)
                            + " and offsets of "
                            + Problems.bytes(offsetSize));
        }
        in.sizes(intSize, offsetSize);
        int format = in.readByte();
        if (format != Toc.CUSTOM && format != Toc.TAR && format != Toc.DIRECTORY) {
            throw in.corrupt("names the format " + format);
        }
        String compression = readCompression();
        LocalDateTime createdAt = readTime();
        byte[] database = in.readText();
        byte[] serverVersion = version.atLeast(10) ? in.readText() : null;
        byte[] dumpVersion = version.atLeast(10) ? in.readText() : null;

        long start = in.position();
        List<RawEntry> raw = readEntries(format == Toc.CUSTOM);
        String encoding = setting(raw, "ENCODING", "SQL_ASCII");
        EntryDecoder decoder = new EntryDecoder(raw, encoding);
        List<TocEntry> entries = raw.stream().map(decoder::decode).toList();
        return new Toc(
                version,
                intSize,
                offsetSize,
                format,
                compression,
                createdAt,
                decoder.text(database),
                decoder.text(serverVersion),
                decoder.text(dumpVersion),
                encoding,
                setting(raw, "STDSTRINGS", "off").equals("on"),
                searchPath(entries),
                entries,
                decoder.contradictions(entries),
                start,
                in.position());
    }

    private void refuseUnknownVersion() {
        boolean known =
                version.compareTo(ArchiveVersion.OLDEST) >= 0
                        && version.compareTo(ArchiveVersion.NEWEST) <= 0;
        if (known && version.postgresMajor() <= restoreMajor) {
            return;
        }
        if (version.major() != 1 || version.minor() > 40) {
            throw in.corrupt("names the version " + version);
        }
        Finding finding =
                Finding.of(
                        FindingCode.ARCHIVE_VERSION_UNSUPPORTED,
                        null,
                        version.compareTo(ArchiveVersion.OLDEST) < 0
                                ? "the archive has format version "
                                        + version
                                        + ", older than "
                                        + ArchiveVersion.OLDEST
                                : "the archive has format version "
                                        + version
                                        + ", which needs pg_restore "
                                        + version.postgresMajor()
                                        + " or newer"
                                        + (known ? "; here it is " + restoreMajor : ""));
        throw new FindingException(
                version.compareTo(ArchiveVersion.OLDEST) < 0
                        ? finding.withHint("restore it with the pg_restore of its own time")
                        : finding);
    }

    private String readCompression() {
        if (version.atLeast(15)) {
            int algorithm = in.readByte();
            if (algorithm >= COMPRESSIONS.length) {
                throw in.corrupt("names the compression " + algorithm);
            }
            return COMPRESSIONS[algorithm];
        }
        int level = in.readInt();
        if (level < -1 || level > 9) {
            throw in.corrupt("names the compression level " + level);
        }
        return level == 0 ? "none" : "gzip";
    }

    /** The dumping host's local time; which zone that is, no archive says. */
    private @Nullable LocalDateTime readTime() {
        int second = in.readInt();
        int minute = in.readInt();
        int hour = in.readInt();
        int day = in.readInt();
        int month = in.readInt() + 1;
        int year = in.readInt() + 1900;
        in.readInt();
        try {
            return LocalDateTime.of(year, month, day, hour, minute, Math.min(second, 59));
        } catch (DateTimeException e) {
            throw in.corrupt("holds a time that does not exist");
        }
    }

    private List<RawEntry> readEntries(boolean custom) {
        int count = in.readInt();
        if (count < 0) {
            throw in.corrupt("claims " + count + " entries");
        }
        List<RawEntry> entries = new ArrayList<>(Math.min(count, 10_000));
        Set<Integer> ids = new HashSet<>();
        for (int i = 1; i <= count; i++) {
            in.reading("entry " + i + " of " + count + " in the table of contents");
            RawEntry entry = RawEntry.read(in, version, custom);
            if (!ids.add(entry.dumpId())) {
                throw in.corrupt("has the number of an earlier one, " + entry.dumpId());
            }
            entries.add(entry);
        }
        in.reading("the table of contents");
        return entries;
    }

    /** The value between the quotes of SET name = 'value'. */
    private static String setting(List<RawEntry> entries, String desc, String otherwise) {
        for (RawEntry entry : entries) {
            if (entry.desc().equals(desc)) {
                String defn = new String(entry.defn(), StandardCharsets.ISO_8859_1);
                int from = defn.indexOf('\'');
                int to = defn.indexOf('\'', from + 1);
                return from < 0 || to < 0 ? otherwise : defn.substring(from + 1, to);
            }
        }
        return otherwise;
    }

    private static @Nullable String searchPath(List<TocEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.desc().equals("SEARCHPATH"))
                .map(entry -> entry.defn().strip())
                .findFirst()
                .orElse(null);
    }
}
