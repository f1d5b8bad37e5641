package dev.muster.records;

import dev.muster.contract.MusterException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bucket or a folder of one, written as {@code s3://BUCKET/PREFIX}.
 *
 * @param prefix without a slash at its beginning, with one at its end; empty for the whole bucket
 */
record S3Place(String bucket, String prefix) {
    private static final Pattern WRITTEN =
            Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?");

    static boolean isOne(String text) {
        return text.startsWith("s3:");
    }

    /** Throws RECORDS_PLACE where it is none. */
    static S3Place parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            throw new MusterException(
                    "RECORDS_PLACE",
                    "\"%s\" names no bucket".formatted(text),
                    "write s3://BUCKET/PREFIX, the bucket in lower case");
        }
        String prefix = matcher.group(2) == null ? "" : matcher.group(2).replaceAll("^/+|/+$", "");
        return new S3Place(matcher.group(1), prefix.isEmpty() ? "" : prefix + "/");
    }

    /** The same place as a person writes it, with this name in it. */
    String with(String name) {
        return "s3://" + bucket + "/" + prefix + name;
    }
}
