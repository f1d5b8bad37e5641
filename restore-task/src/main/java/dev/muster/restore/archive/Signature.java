package dev.muster.restore.archive;

import dev.muster.contract.FindingCode;
import dev.muster.restore.tar.TarHeader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells by a file's first bytes what it is, and says what it is instead of a backup. */
enum Signature {
    CUSTOM,
    TAR,
    SQL;

    static final int HEAD = 1 << 16;

    private static final Set<String> COMMANDS =
            Set.of(
                    "alter",
                    "analyze",
                    "begin",
                    "call",
                    "comment",
                    "commit",
                    "copy",
                    "create",
                    "delete",
                    "do",
                    "drop",
                    "grant",
                    "insert",
                    "lock",
                    "prepare",
                    "reassign",
                    "refresh",
                    "reset",
                    "revoke",
                    "security",
                    "select",
                    "set",
                    "start",
                    "truncate",
                    "update",
                    "vacuum",
                    "values",
                    "with");

    static Signature of(byte[] head, long size) {
        if (size == 0) {
            throw Problems.stop(FindingCode.BACKUP_EMPTY, null, "the file is empty");
        }
        String start = new String(head, StandardCharsets.ISO_8859_1);
        if (start.startsWith("PGDMP")) {
            return CUSTOM;
        }
        if (TarHeader.ofFirst(head) != null) {
            return TAR;
        }
        refuseOtherEncodings(head);
        refuseBinary(head, start);
        String text = start.startsWith("\u00ef\u00bb\u00bf") ? start.substring(3) : start;
        if (isSql(text)) {
            return SQL;
        }
        throw Impostor.of(text.stripLeading(), size);
    }

    /** Whether every line feed follows a carriage return, as after a transfer as text. */
    static boolean hasOnlyCrLf(byte[] head) {
        int feeds = 0;
        for (int i = 0; i < head.length; i++) {
            if (head[i] == '\n') {
                if (i == 0 || head[i - 1] != '\r') {
                    return false;
                }
                feeds++;
            }
        }
        return feeds >= 3;
    }

    private static void refuseOtherEncodings(byte[] head) {
        boolean little = head.length > 1 && (head[0] & 0xff) == 0xff && (head[1] & 0xff) == 0xfe;
        boolean big = head.length > 1 && (head[0] & 0xff) == 0xfe && (head[1] & 0xff) == 0xff;
        int even = 0;
        int odd = 0;
        int length = Math.min(head.length, 1024);
        for (int i = 0; i < length; i++) {
            if (head[i] == 0) {
                if (i % 2 == 0) {
                    even++;
                } else {
                    odd++;
                }
            }
        }
        boolean pattern =
                length >= 16
                        && (Math.max(even, odd) > length * 2 / 5)
                        && Math.min(even, odd) < length / 50 + 1;
        if (little || big || pattern) {
            throw Problems.stop(
                    FindingCode.TEXT_ENCODING_CHANGED,
                    null,
                    "the file is UTF-16 text; pg_dump does not write that, a shell's pipe does");
        }
    }

    private static void refuseBinary(byte[] head, String start) {
        for (String[] known : MAGIC) {
            if (start.startsWith(known[0])) {
                FindingCode code =
                        known[2].equals("layer")
                                ? FindingCode.LAYER_UNSUPPORTED
                                : FindingCode.NOT_A_BACKUP;
                throw Problems.stop(code, null, "the file is " + known[1]);
            }
        }
        int late = start.indexOf("PGDMP\u0001");
        if (late > 0) {
            throw Problems.stop(
                    FindingCode.ARCHIVE_CORRUPT,
                    null,
                    Problems.bytes(late) + " stand before the archive's own beginning (PGDMP)");
        }
        int alike = 0;
        for (int i = 0; i < 5 && i < head.length; i++) {
            alike += head[i] == "PGDMP".charAt(i) ? 1 : 0;
        }
        if (alike >= 3 && head.length > 7 && head[5] == 1 && head[6] < 40) {
            throw Problems.stop(
                    FindingCode.ARCHIVE_CORRUPT,
                    null,
                    "the first bytes of a custom archive are damaged: they are not PGDMP");
        }
        int zero = 0;
        int control = 0;
        for (byte b : head) {
            zero += b == 0 ? 1 : 0;
            control += b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' ? 1 : 0;
        }
        if (zero == head.length) {
            throw Problems.stop(
                    FindingCode.NOT_A_BACKUP,
                    null,
                    "the file begins with " + Problems.bytes(zero) + " that are all zero");
        }
        boolean dump = start.startsWith("--") || start.contains("-- PostgreSQL database");
        if (!dump && control > head.length / 50) {
            throw Problems.stop(
                    FindingCode.NOT_A_BACKUP,
                    null,
                    "the file is binary data of no known kind, "
                            + "encrypted perhaps, or a part of a larger file");
        }
    }

    private static final List<String[]> MAGIC =
            List.of(
                    new String[] {"\u001f\u008b", "compressed with gzip", "layer"},
                    new String[] {"PK\u0003\u0004", "a zip archive", "layer"},
                    new String[] {"(\u00b5/\u00fd", "compressed with zstd", "layer"},
                    new String[] {"\u00fd7zXZ", "compressed with xz", "layer"},
                    new String[] {"BZh", "compressed with bzip2", "layer"},
                    new String[] {"\u0004\"M\u0018", "compressed with lz4", "layer"},
                    new String[] {"7z\u00bc\u00af", "a 7z archive", "layer"},
                    new String[] {"Salted__", "encrypted with openssl enc", "layer"},
                    new String[] {"age-encryption.org", "encrypted with age", "layer"},
                    new String[] {"-----BEGIN ", "armored: encrypted, or a key", "layer"},
                    new String[] {"SQLite format 3", "a SQLite database", "other"},
                    new String[] {"\u007fELF", "a program", "other"},
                    new String[] {"%PDF", "a PDF document", "other"},
                    new String[] {"\u0089PNG", "a picture", "other"},
                    new String[] {"\u00ff\u00d8\u00ff", "a picture", "other"});

    private static boolean isSql(String text) {
        if (text.contains("-- PostgreSQL database") || text.contains("-- pg_dump")) {
            return true;
        }
        String head = text.stripLeading();
        if (head.startsWith("-- MySQL")
                || head.startsWith("-- MariaDB")
                || head.startsWith("/*!")
                || head.startsWith("/*M!")
                || head.toLowerCase(Locale.ROOT).startsWith("pragma ")) {
            return false;
        }
        if (head.startsWith("\\")) {
            return true;
        }
        List<Token> tokens = Tokens.of(text.substring(0, Math.min(text.length(), 1 << 14)), true);
        if (tokens.isEmpty()) {
            return head.startsWith("--") || head.startsWith("/*");
        }
        Token first = tokens.getFirst();
        return first.is("\\") || isCommand(first);
    }

    /** Whether a statement can begin with it. */
    static boolean isCommand(Token first) {
        return first.kind() == Token.Kind.WORD && COMMANDS.contains(first.text());
    }
}
