package dev.muster.contract.plan;

import java.util.regex.Pattern;

/** Turns the pattern letters of {@link java.time.format.DateTimeFormatter} into what they match. */
final class TimestampRegex {
    private TimestampRegex() {}

    static String of(String pattern) {
        StringBuilder regex = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            int end = at + 1;
            if (c == '\'') {
                end = quoted(pattern, at, regex);
            } else if (Character.isLetter(c)) {
                while (end < pattern.length() && pattern.charAt(end) == c) {
                    end++;
                }
                regex.append(letters(c, end - at));
            } else if (c == '[') {
                regex.append("(?:");
            } else if (c == ']') {
                regex.append(")?");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
            at = end;
        }
        return regex.toString();
    }

    /** Appends a quoted text, in which two quotes are one, and gives the place behind it. */
    private static int quoted(String pattern, int open, StringBuilder regex) {
        StringBuilder text = new StringBuilder();
        int at = open + 1;
        while (at < pattern.length()) {
            if (pattern.charAt(at) != '\'') {
                text.append(pattern.charAt(at++));
            } else if (at + 1 < pattern.length() && pattern.charAt(at + 1) == '\'') {
                text.append('\'');
                at += 2;
            } else {
                break;
            }
        }
        regex.append(Pattern.quote(text.isEmpty() ? "'" : text.toString()));
        return at + 1;
    }

    private static String letters(char letter, int count) {
        return switch (letter) {
            case 'X', 'x' -> "(?:[Zz]|[+-]\\d{2}(?::?\\d{2}(?::?\\d{2})?)?)";
            case 'Z', 'O' -> "(?:[A-Z]{0,3}[+-]\\d{1,2}(?::?\\d{2})?|Z|GMT)";
            case 'V', 'v', 'z' -> "[A-Za-z0-9_+:/-]+?";
            case 'a' -> "[AaPp][Mm]";
            case 'E', 'e', 'c', 'G', 'B' -> count < 3 && letter != 'E' ? "\\d{1,2}" : "\\p{L}+?";
            case 'M', 'L', 'Q', 'q' -> count >= 3 ? "[\\p{L}0-9 ]+?" : digits(count);
            case 'S' -> "\\d{" + count + "}";
            case 'y', 'u', 'Y' -> count == 2 ? "\\d{2}" : "\\d{" + Math.max(count, 4) + "}";
            case 'n', 'N', 'A' -> "\\d+";
            default -> digits(count);
        };
    }

    private static String digits(int count) {
        return count == 1 ? "\\d{1,3}" : "\\d{" + count + "}";
    }
}
