package dev.muster.restore.archive;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.util.Locale;

/** Names what a text is that is not SQL, without repeating what it holds. */
final class Impostor {
    private Impostor() {}

    static FindingException of(String text, long size) {
        String lower = text.toLowerCase(Locale.ROOT);
        String code = between(text, "<Code>", "</Code>");
        if (text.isEmpty()) {
            return Problems.stop(
                    FindingCode.BACKUP_EMPTY, null, "the file holds nothing but blanks");
        }
        String what;
        if (text.startsWith("<") && lower.contains("<error>")) {
            what = "an object store's error page" + (code.isEmpty() ? "" : " (" + code + ")");
        } else if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
            what = "a web page (HTML)";
        } else if (text.startsWith("<")) {
            what = "an XML or HTML document";
        } else if (text.startsWith("{") || text.startsWith("[")) {
            what = "a JSON document";
        } else if (lower.startsWith("pg_dump: ") || lower.startsWith("pg_dumpall: ")) {
            what = "the error message of pg_dump, and no dump";
        } else if (lower.startsWith("-- mysql")
                || lower.startsWith("-- mariadb")
                || lower.startsWith("/*")) {
            what = "a dump of MySQL or MariaDB";
        } else if (lower.startsWith("pragma ")) {
            what = "a dump of SQLite";
        } else if (isErrorMessage(lower)) {
            what = "a program's error message, and no dump";
        } else if (text.length() > 40 && text.strip().matches("(?s)[A-Za-z0-9+/=_\\-\\s]+")) {
            return new FindingException(
                    Finding.of(
                            FindingCode.LAYER_UNSUPPORTED,
                            null,
                            "the file looks like base64, and is not unwrapped"));
        } else {
            what = "text of " + Problems.bytes(size) + " that is no SQL";
        }
        return Problems.stop(FindingCode.NOT_A_BACKUP, null, "the file is " + what);
    }

    private static boolean isErrorMessage(String lower) {
        String line = lower.lines().findFirst().orElse("");
        return line.contains("error")
                || line.contains("fatal")
                || line.contains("command not found")
                || line.contains("no such file")
                || line.contains("permission denied")
                || line.startsWith("usage:");
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from);
        int end = start < 0 ? -1 : text.indexOf(to, start);
        String inside = end < 0 ? "" : text.substring(start + from.length(), end);
        return inside.matches("[A-Za-z]{1,40}") ? inside : "";
    }
}
