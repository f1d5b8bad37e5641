package dev.muster.report.alert;

import dev.muster.contract.ContractJson;
import dev.muster.report.render.Amount;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message through every way of delivery that says of itself that it is a test. It is as loud as a
 * broken backup unless told otherwise, so that it passes the filters that matter most.
 */
public final class TestAlert {
    private TestAlert() {}

    /**
     * The test.
     *
     * @param id of the invocation that asked for it
     */
    public static Alert of(String id, AlertSeverity severity, Instant now) {
        String subject = "TEST: Muster can reach you";
        String what =
                "This is a test of Muster's alerts, asked for at %s. No backup was drilled, and nothing is wrong."
                        .formatted(Amount.minute(now));
        String email =
                String.join(
                        "\n",
                        subject,
                        "",
                        "This is a test of Muster's alerts, asked for at "
                                + Amount.minute(now)
                                + ".",
                        "No backup was drilled, and nothing is wrong.",
                        "",
                        "What to do now",
                        "  - Nothing, if you expected it. Alerts of drills will come the same way.",
                        "  - If you did not, ask who runs Muster in your AWS account.",
                        "");
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("kind", "test");
        attributes.put("severity", severity.name());
        String payload =
                ContractJson.mapper()
                        .createObjectNode()
                        .put("schemaVersion", 1)
                        .put("kind", "test")
                        .put("at", now.toString())
                        .put("severity", severity.name())
                        .put("message", what)
                        .toString();
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("default", subject + "\n" + what);
        bodies.put("email", email);
        bodies.put("email-json", email);
        bodies.put("https", chat(id, subject, what, attributes).json());
        bodies.put(
                "sms", Ascii.of("Muster: TEST. Alerts reach this number; nothing is wrong.", 140));
        bodies.put("sqs", payload);
        bodies.put("lambda", payload);
        return new Alert("test-" + id, subject, bodies, attributes);
    }

    private static ChatNotification chat(
            String id, String subject, String what, Map<String, String> attributes) {
        return new ChatNotification(
                "test-" + id,
                "✓ " + subject,
                what,
                List.of("Nothing: alerts of drills will come the same way."),
                List.of("test"),
                null,
                subject,
                "test",
                List.of(),
                attributes);
    }
}
