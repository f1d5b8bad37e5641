package dev.muster.report.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.muster.contract.ContractJson;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/**
 * Keeps a message within the 256 KiB that SNS takes, attributes and all ways of delivery together.
 */
final class Sized {
    /** 256 KiB, less what SNS itself may count for names and types of attributes. */
    static final int MOST_BYTES = 256 * 1024 - 2048;

    private static final int[] BUDGETS = {
        Integer.MAX_VALUE, 100_000, 60_000, 30_000, 15_000, 6_000, 2_000
    };

    private Sized() {}

    /**
     * The fullest alert that fits.
     *
     * @param composed makes the alert with so many bytes at most for what programs get
     */
    static Alert fit(IntFunction<Alert> composed) {
        Alert alert = composed.apply(BUDGETS[0]);
        for (int i = 1; i < BUDGETS.length && bytes(alert) > MOST_BYTES; i++) {
            alert = composed.apply(BUDGETS[i]);
        }
        if (bytes(alert) > MOST_BYTES) {
            throw new IllegalStateException(
                    "alert \"%s\" has %d bytes, SNS takes %d"
                            .formatted(alert.id(), bytes(alert), MOST_BYTES));
        }
        return alert;
    }

    /** What SNS counts: the message as JSON, and the attributes. */
    static int bytes(Alert alert) {
        int attributes =
                alert.attributes().entrySet().stream()
                        .mapToInt(a -> utf8(a.getKey()) + utf8(a.getValue()) + "String".length())
                        .sum();
        return utf8(message(alert)) + attributes;
    }

    /** The bodies as the JSON that {@code MessageStructure: json} asks for. */
    static String message(Alert alert) {
        try {
            return ContractJson.mapper()
                    .writer()
                    .without(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(alert.bodies());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an alert cannot be written as JSON", e);
        }
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
