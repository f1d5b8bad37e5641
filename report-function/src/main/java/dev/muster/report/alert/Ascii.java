package dev.muster.report.alert;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** Brings text into what subjects and short messages can carry: printable ASCII, so much of it. */
final class Ascii {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BEYOND = Pattern.compile("[^ -~]");

    private Ascii() {}

    /** On one line, at most {@code longest} characters; what is cut ends in three dots. */
    static String of(String text, int longest) {
        String plain =
                text.replace('–', '-').replace('—', '-').replace('…', '.').replaceAll("\\s+", " ");
        String letters =
                MARKS.matcher(Normalizer.normalize(plain, Normalizer.Form.NFKD)).replaceAll("");
        String ascii = BEYOND.matcher(letters).replaceAll("?").strip();
        return ascii.length() <= longest ? ascii : ascii.substring(0, longest - 3) + "...";
    }
}
