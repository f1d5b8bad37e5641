package dev.muster.restore.fetch;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Knows the file names of a directory archive, and those of a physical backup. */
final class DirectoryArchive {
    private static final Pattern PHYSICAL =
            Pattern.compile(
                    "(.*/)?(backup_label|global/pg_control|backup_manifest|base\\.tar(\\..*)?|pg_wal\\.tar(\\..*)?"
                            + "|backup\\.info|pgbackrest\\.conf|backup\\.manifest"
                            + "|basebackups_005/.*|base/\\d+/PG_VERSION)");
    private static final int NAME_SHOWN = 200;

    private DirectoryArchive() {}

    static boolean isPhysical(String path) {
        return PHYSICAL.matcher(path).matches();
    }

    /**
     * The path without what leads nowhere.
     *
     * @throws FindingException where it leads out of the directory
     */
    static String safePath(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.replace('\\', '/').split("/", -1)) {
            if (part.equals("..") || part.indexOf('\0') >= 0) {
                throw new FindingException(
                        Finding.of(
                                FindingCode.HOSTILE_COMMAND,
                                null,
                                "it holds a file \"%s\", whose name leads out of its directory"
                                        .formatted(shown(path))));
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    static String shown(String path) {
        String printable = path.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= NAME_SHOWN
                ? printable
                : printable.substring(0, NAME_SHOWN) + "…";
    }

    static FindingException tocMissing(String where) {
        return new FindingException(
                Finding.of(
                        FindingCode.ARCHIVE_DATA_MISSING,
                        null,
                        "%s holds a directory archive's data and no toc.dat: nothing can be restored without its table of contents"
                                .formatted(where)));
    }

    static FindingException physical(String path) {
        return new FindingException(
                Finding.of(
                        FindingCode.PHYSICAL_BACKUP,
                        null,
                        "it holds \"%s\": this is a physical backup of a server's files"
                                .formatted(shown(path))));
    }
}
