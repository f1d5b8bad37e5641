package dev.muster.restore.fetch;

import dev.muster.restore.fetch.layer.Head;
import dev.muster.restore.tar.TarHeader;

/**
 * What lies under all layers, told by its first bytes.
 *
 * @param what in words, for a message: "an HTML page"
 */
record Content(Kind kind, String what) {
    /** What can be done with it. */
    enum Kind {
        /** An archive or text that the drill can read: custom, tar or plain SQL. */
        DUMP,
        /** A tar with something in it, other than pg_dump's own. */
        TAR,
        ZIP,
        /** An archive of pg_dump whose first bytes are damaged. */
        DAMAGED_ARCHIVE,
        /** Messages of pg_dump or of the shell, in place of a dump or before it. */
        ERROR_TEXT,
        /** A backup of the server's files, which no pg_restore can read. */
        PHYSICAL,
        /** A wrapping that Muster knows and cannot take off. */
        UNSUPPORTED,
        /** Something else that has a name. */
        FOREIGN,
        EMPTY,
        UNKNOWN
    }

    static final String SQL = "plain SQL";

    private static final int DUMP_MAGIC = 5;

    static Content of(Head head) {
        if (head.isEmpty()) {
            return new Content(Kind.EMPTY, "nothing");
        }
        if (head.startsWith("PGDMP")) {
            return new Content(Kind.DUMP, "a custom archive");
        }
        TarHeader tar = TarHeader.ofFirst(head.copy());
        if (tar != null) {
            return ofTar(head, tar.name());
        }
        if (head.startsWith("PK\u0003\u0004") || head.startsWith("PK\u0005\u0006")) {
            return new Content(Kind.ZIP, "a zip file");
        }
        Content magic = Magic.of(head);
        if (magic != null) {
            return magic;
        }
        if (looksLikeDamagedArchive(head)) {
            return new Content(Kind.DAMAGED_ARCHIVE, "a custom archive with damaged magic bytes");
        }
        return Text.of(head);
    }

    /**
     * The same of a file among others. What a person wrote beside a dump, or an application keeps
     * there, may hold words of SQL, too: here it must be a script.
     */
    static Content ofMember(Head head) {
        Content content = of(head);
        return content.isText() && !Script.begins(head)
                ? new Content(Kind.FOREIGN, "text that is no script of SQL")
                : content;
    }

    /** Whether it is a dump for no more than the words of SQL in it. */
    boolean isText() {
        return kind == Kind.DUMP && what.equals(SQL);
    }

    /** Whether this is something with a name, as opposed to noise. */
    boolean isKnown() {
        return kind != Kind.UNKNOWN && kind != Kind.EMPTY && kind != Kind.DAMAGED_ARCHIVE;
    }

    /**
     * pg_dump writes toc.dat first into its tar, as user 04000; a tar around a directory archive
     * has a toc.dat of another format.
     */
    private static Content ofTar(Head head, String firstMember) {
        boolean tocFirst = firstMember.equals("toc.dat");
        boolean tarFormat =
                head.hasAt(TarHeader.BLOCK, "PGDMP") && head.at(TarHeader.BLOCK + 10) == 3;
        boolean pgDumpsUser = head.hasAt(108, "0004000") && head.hasAt(116, "0002000");
        return tocFirst && (tarFormat || pgDumpsUser)
                ? new Content(Kind.DUMP, "a tar archive of pg_dump")
                : new Content(Kind.TAR, "a tar file");
    }

    /** The bytes after the magic are right, and most of the magic is. */
    private static boolean looksLikeDamagedArchive(Head head) {
        int same = 0;
        for (int i = 0; i < DUMP_MAGIC; i++) {
            same += head.at(i) == "PGDMP".charAt(i) ? 1 : 0;
        }
        boolean sizes =
                (head.at(8) == 4 || head.at(8) == 8) && (head.at(9) == 4 || head.at(9) == 8);
        return same >= 2 && head.at(5) == 1 && head.at(6) < 32 && sizes && head.at(10) <= 5;
    }
}
