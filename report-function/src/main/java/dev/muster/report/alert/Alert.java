package dev.muster.report.alert;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One message to everybody who subscribed.
 *
 * @param id the same for the same news, so that it is sent once
 * @param subject ASCII on one line, fewer than 100 characters
 * @param bodies text by SNS's name of the way of delivery; {@code default} is always there
 * @param attributes what filter policies select by; what is not known is absent
 */
public record Alert(
        String id, String subject, Map<String, String> bodies, Map<String, String> attributes) {
    /** SNS refuses a subject of 100 characters and more. */
    static final int LONGEST_SUBJECT = 99;

    public Alert {
        bodies = Collections.unmodifiableMap(new LinkedHashMap<>(bodies));
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        if (!bodies.containsKey("default")) {
            throw new IllegalArgumentException("SNS refuses a message without a default: " + id);
        }
        if (!subject.matches("[!-~][ -~]{0,98}")) {
            throw new IllegalArgumentException("SNS refuses this subject: \"" + subject + "\"");
        }
    }
}
