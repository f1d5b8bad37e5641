package dev.muster.restore.archive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps PostgreSQL's encodings to Java's, and decodes names with them. */
final class TextEncoding {
    private static final Map<String, String> JAVA =
            Map.ofEntries(
                    Map.entry("UTF8", "UTF-8"),
                    Map.entry("UNICODE", "UTF-8"),
                    Map.entry("LATIN1", "ISO-8859-1"),
                    Map.entry("LATIN2", "ISO-8859-2"),
                    Map.entry("LATIN3", "ISO-8859-3"),
                    Map.entry("LATIN4", "ISO-8859-4"),
                    Map.entry("LATIN5", "ISO-8859-9"),
                    Map.entry("LATIN7", "ISO-8859-13"),
                    Map.entry("LATIN9", "ISO-8859-15"),
                    Map.entry("WIN866", "IBM866"),
                    Map.entry("WIN874", "x-windows-874"),
                    Map.entry("KOI8R", "KOI8-R"),
                    Map.entry("KOI8U", "KOI8-U"),
                    Map.entry("EUC_JP", "EUC-JP"),
                    Map.entry("EUC_KR", "EUC-KR"),
                    Map.entry("EUC_CN", "GB2312"),
                    Map.entry("EUC_TW", "x-EUC-TW"),
                    // Java has no charset of this JIS X 0213; the letters of JIS X 0208 lie alike.
                    Map.entry("EUC_JIS_2004", "EUC-JP"),
                    Map.entry("SHIFT_JIS_2004", "x-SJIS_0213"),
                    Map.entry("JOHAB", "x-Johab"),
                    Map.entry("LATIN10", "ISO-8859-16"),
                    Map.entry("SJIS", "windows-31j"),
                    Map.entry("UHC", "x-windows-949"));

    private TextEncoding() {}

    static boolean isUtf8(@Nullable String encoding) {
        return encoding != null
                && (encoding.equalsIgnoreCase("UTF8")
                        || encoding.equalsIgnoreCase("UNICODE")
                        || encoding.equalsIgnoreCase("UTF-8"));
    }

    /** The encoding's charset, or null where bytes have no fixed meaning (SQL_ASCII). */
    static @Nullable Charset charset(@Nullable String encoding) {
        if (encoding == null || encoding.equalsIgnoreCase("SQL_ASCII")) {
            return null;
        }
        String name = encoding.toUpperCase(Locale.ROOT);
        if (name.equals("LATIN6") || name.equals("LATIN8")) {
            return name.equals("LATIN6") ? LatinCharset.LATIN6 : LatinCharset.LATIN8;
        }
        String java = JAVA.getOrDefault(name, name);
        if (name.startsWith("WIN") && !JAVA.containsKey(name)) {
            java = "windows-" + name.substring(3);
        } else if (name.startsWith("ISO_8859_")) {
            java = name.replace('_', '-');
        }
        try {
            return Charset.forName(java);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }

    static boolean isValidUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Decodes with the encoding's charset, else as UTF-8 where it is that, else byte by byte. */
    static String decode(byte[] bytes, @Nullable String encoding) {
        Charset charset = charset(encoding);
        if (charset == null) {
            charset = isValidUtf8(bytes) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        }
        return new String(bytes, charset);
    }
}
