package dev.muster.stores;

import java.util.regex.Pattern;

/**
 * Knows the names that pg_dump -Fd gives its files, which are numbered by dump id; somebody may
 * have compressed each of them.
 */
public final class DirectoryFiles {
    private static final String PACKED = "(?:\\.(?:gz|lz4|zst))?";
    private static final Pattern TOC = Pattern.compile("toc\\.dat" + PACKED);
    private static final Pattern DATA =
            Pattern.compile("(?:\\d{1,10}\\.dat|blobs(?:_\\d+)?\\.toc|blob_\\d+\\.dat)" + PACKED);

    private DirectoryFiles() {}

    /** Whether a file of this name may be the table of contents. */
    public static boolean isToc(String fileName) {
        return TOC.matcher(fileName).matches();
    }

    /** Whether a file of this name may be a part of a directory archive. */
    public static boolean owns(String fileName) {
        return isToc(fileName) || DATA.matcher(fileName).matches();
    }
}
