package dev.muster.stores;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Knows the files that lie beside backups and are none, and the parts of directory archives. */
final class Sidecars {
    private static final Set<String> EXTENSIONS =
            Set.of(
                    "sha256",
                    "sha512",
                    "sha1",
                    "sha",
                    "md5",
                    "sum",
                    "crc",
                    "crc32",
                    "b3",
                    "blake3",
                    "sha256sum",
                    "md5sum",
                    "sig",
                    "minisig",
                    "sigstore",
                    "manifest",
                    "json",
                    "txt",
                    "log",
                    "err",
                    "yaml",
                    "yml",
                    "html",
                    "md",
                    "meta",
                    "metadata",
                    "list",
                    "lst",
                    "toc",
                    "par2",
                    "lock",
                    "done",
                    "ok",
                    "complete",
                    "tmp",
                    "temp",
                    "part",
                    "partial",
                    "incomplete",
                    "filepart",
                    "crdownload",
                    "swp");

    /** What pg_dumpall --globals-only is usually called: roles, and no database. */
    private static final Pattern GLOBALS =
            Pattern.compile("(?:.*[._-])?(?:globals|roles)(?:[._-].*)?\\.sql(?:\\..*)?");

    private Sidecars() {}

    static boolean is(String key) {
        String name = name(key).toLowerCase(Locale.ROOT);
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return name.startsWith(".")
                || name.endsWith("~")
                || name.startsWith("readme")
                || (name.contains(".") && EXTENSIONS.contains(extension))
                || GLOBALS.matcher(name).matches();
    }

    /** Whether a file of this name may be a part of a directory archive. */
    static boolean isMember(String key) {
        return DirectoryFiles.owns(name(key));
    }

    static String name(String key) {
        return key.substring(key.lastIndexOf('/') + 1);
    }
}
