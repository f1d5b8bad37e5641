package dev.muster.restore.fetch;

import dev.muster.restore.fetch.Content.Kind;
import dev.muster.restore.fetch.layer.Head;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells SQL from the other texts that a store may hold in its place. */
final class Text {
    private static final int OPENING = 4096;
    private static final Pattern SQL =
            Pattern.compile(
                    "(?im)^\\s*(--|/\\*|\\\\(connect|c|restrict|encoding|set|unrestrict)\\b"
                            + "|(SET|RESET|CREATE|ALTER|DROP|GRANT|REVOKE|COMMENT\\s+ON|INSERT\\s+INTO|COPY"
                            + "|SELECT|UPDATE|DELETE\\s+FROM|TRUNCATE|BEGIN|START\\s+TRANSACTION|DO|WITH"
                            + "|LOCK|COMMIT|ANALYZE|VACUUM|REFRESH|REINDEX|CLUSTER|SECURITY\\s+LABEL"
                            + "|IMPORT\\s+FOREIGN|CALL|DECLARE)\\b[^;]*;)");
    private static final Pattern TOOLS_WORDS =
            Pattern.compile(
                    "(?i)^(pg_dump|pg_dumpall|psql|pg_restore|pg_basebackup)(\\.exe)?(:|\\s?\\[)"
                            + "|^(/[\\w/]*/)?(ba|da|z|k)?sh: .*(not found|No such file|Permission denied)"
                            + "|^(Error response from daemon|OCI runtime exec failed|Traceback \\(most recent)"
                            + "|^(command terminated with|The connection to the server|error: |fatal: |FATAL:)"
                            + "|^(Password( for user)?\\b|sudo: |su: |ssh: |Permission denied)");
    private static final Pattern OTHER_DATABASES =
            Pattern.compile(
                    "(?m)\\A(-- (MySQL|MariaDB) dump|-- phpMyAdmin SQL Dump|/\\*!\\d{5}|/\\*M!|-- Adminer"
                            + " [\\d.]+ MySQL|-- mysqldump)");
    private static final Pattern SQLITE =
            Pattern.compile("\\APRAGMA foreign_keys\\s?=\\s?OFF;\\s*BEGIN TRANSACTION;");

    /** Digits alone, as {@code xxd -p} or a bytea's text, or behind each line's offset. */
    private static final Pattern HEXADECIMAL =
            Pattern.compile(
                    "(?is)(\\\\x|0x)?[0-9a-f\\s]{128,}+|[0-9a-f]{7,8}:? +([0-9a-f]{2,4} +){8}.*");

    /** What old mail programs made of a file, and a mail around one. */
    private static final Pattern UUENCODED =
            Pattern.compile("\\Abegin(-base64)? [0-7]{3,4} \\S[^\\n]*\\n");

    private static final Pattern MAIL =
            Pattern.compile(
                    "(?i)\\A(?:[a-z][a-z-]*: [^\\n]*\\n|[ \\t][^\\n]*\\n)*content-transfer-encoding: ");

    private static final Pattern STORE_ERROR = Pattern.compile("<Code>(\\w{1,60})</Code>");

    private Text() {}

    static Content of(Head head) {
        String text = decode(head);
        if (!isPrintable(text)) {
            return isZeros(head)
                    ? new Content(
                            Kind.FOREIGN, "zeros: nothing was written where the dump should be")
                    : afterMessages(head);
        }
        String opening = text.substring(0, Math.min(OPENING, text.length())).strip();
        if (opening.isEmpty()) {
            return new Content(Kind.FOREIGN, "blank lines");
        }
        if (OTHER_DATABASES.matcher(opening).find()) {
            return new Content(Kind.FOREIGN, "a dump of MySQL or MariaDB");
        }
        if (SQLITE.matcher(opening).find()) {
            return new Content(Kind.FOREIGN, "a dump of SQLite");
        }
        if (opening.startsWith("<")) {
            return markup(opening);
        }
        if (opening.startsWith("{") || opening.startsWith("[")) {
            return opening.contains("\"sops\"")
                    ? new Content(Kind.UNSUPPORTED, "a file of sops")
                    : new Content(Kind.FOREIGN, "JSON, no dump");
        }
        if (UUENCODED.matcher(opening).find()) {
            return new Content(Kind.UNSUPPORTED, "uuencoded text");
        }
        if (MAIL.matcher(opening).find()) {
            return new Content(Kind.UNSUPPORTED, "a mail with a file in it");
        }
        if (SQL.matcher(text).find()) {
            return new Content(Kind.DUMP, Content.SQL);
        }
        if (TOOLS_WORDS.matcher(opening).find()) {
            return new Content(Kind.ERROR_TEXT, "an error message, no dump");
        }
        if (HEXADECIMAL.matcher(opening).matches()) {
            return new Content(Kind.UNSUPPORTED, "hexadecimal text");
        }
        return text.length() < 16
                ? new Content(Kind.UNKNOWN, "a few characters that are no SQL")
                : new Content(Kind.FOREIGN, "text that holds no SQL");
    }

    private static Content markup(String opening) {
        String lower = opening.toLowerCase(Locale.ROOT);
        Matcher code = STORE_ERROR.matcher(opening);
        if (lower.contains("<error") && code.find()) {
            return new Content(
                    Kind.FOREIGN, "an object store's error page (%s)".formatted(code.group(1)));
        }
        return lower.contains("<html") || lower.startsWith("<!doctype html")
                ? new Content(Kind.FOREIGN, "a web page (HTML)")
                : new Content(Kind.FOREIGN, "XML, no dump");
    }

    /** Messages of pg_dump in front of a binary archive, from a shell that joined both streams. */
    private static Content afterMessages(Head head) {
        String text = head.latin1();
        int archive = text.indexOf("\nPGDMP\u0001");
        if (archive > 0 && isPrintable(text.substring(0, archive))) {
            return new Content(Kind.ERROR_TEXT, "messages in front of a custom archive");
        }
        return new Content(Kind.UNKNOWN, "nothing that is known");
    }

    static String decode(Head head) {
        byte[] bytes = head.copy();
        if (head.startsWith("\u00ff\u00fe") || (head.at(1) == 0 && head.at(3) == 0)) {
            return new String(bytes, StandardCharsets.UTF_16LE).replace("\ufeff", "");
        }
        if (head.startsWith("\u00fe\u00ff") || (head.at(0) == 0 && head.at(2) == 0)) {
            return new String(bytes, StandardCharsets.UTF_16BE).replace("\ufeff", "");
        }
        return head.startsWith("\u00ef\u00bb\u00bf") ? head.latin1().substring(3) : head.latin1();
    }

    /** No zero byte, and hardly another control character: text of any one-byte or UTF encoding. */
    private static boolean isPrintable(String text) {
        int control = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || c == 0xFFFD) {
                return false;
            }
            if (c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f') {
                control++;
            }
        }
        return control <= text.length() / 200;
    }

    private static boolean isZeros(Head head) {
        for (int i = 0; i < head.length(); i++) {
            if (head.at(i) != 0) {
                return false;
            }
        }
        return true;
    }
}
