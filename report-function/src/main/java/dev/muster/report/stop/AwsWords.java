package dev.muster.report.stop;

import java.util.regex.Pattern;

/**
 * Makes what AWS says of a failure fit to be kept: on one line, of bounded length, and without the
 * signatures of presigned URLs, which failed pulls of images quote.
 */
final class AwsWords {
    private static final int LONGEST = 400;
    private static final Pattern QUERY = Pattern.compile("(https?://[^\\s\"'?]+)\\?[^\\s\"']+");
    private static final Pattern CREDENTIAL =
            Pattern.compile("(?i)\\b(AKIA|ASIA)[A-Z0-9]{12,}|X-Amz-[A-Za-z-]+=[^&\\s\"']+");

    private AwsWords() {}

    static String of(String said) {
        String line = QUERY.matcher(said.replaceAll("\\s+", " ").strip()).replaceAll("$1?…");
        String safe = CREDENTIAL.matcher(line).replaceAll("…");
        return safe.length() <= LONGEST ? safe : safe.substring(0, LONGEST) + "…";
    }
}
