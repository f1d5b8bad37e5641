package dev.muster.contract.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which of the known names a person meant. */
public final class Nearest {
    private static final int LISTED = 20;

    private Nearest() {}

    /** What to say to one who wrote this name, as a hint. */
    public static String hint(String written, Collection<String> known) {
        String all =
                String.join(", ", known.stream().limit(LISTED).toList())
                        + (known.size() > LISTED ? ", …" : "");
        return to(written, known)
                .map(name -> "did you mean \"" + name + "\"? known here: " + all)
                .orElse("known here: " + all);
    }

    private static Optional<String> to(String written, Collection<String> known) {
        String plain = plain(written);
        int allowed = Math.max(1, plain.length() / 3);
        return known.stream()
                .filter(name -> distance(plain, plain(name)) <= allowed)
                .min(Comparator.comparingInt(name -> distance(plain, plain(name))));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /** Levenshtein's distance, with two letters changed about counted as one. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] =
                        Math.min(
                                d[i - 1][j - 1] + change,
                                Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1));
                boolean swapped =
                        i > 1
                                && j > 1
                                && a.charAt(i - 1) == b.charAt(j - 2)
                                && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
