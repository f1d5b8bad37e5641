package dev.muster.contract.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the values that one piece of text can hold. */
final class Scalars {
    private final Map<Class<?>, Function<String, Object>> readers;

    /**
     * @param directory what relative paths are relative to
     */
    Scalars(Path directory) {
        readers =
                Map.ofEntries(
                        Map.entry(String.class, Scalars::text),
                        Map.entry(int.class, Scalars::number),
                        Map.entry(Long.class, Scalars::longNumber),
                        Map.entry(Boolean.class, Scalars::truth),
                        Map.entry(URI.class, Scalars::uri),
                        Map.entry(ZoneId.class, Scalars::zone),
                        Map.entry(Path.class, text -> Paths.resolve(directory, text(text))),
                        Map.entry(Span.class, Span::parse),
                        Map.entry(Share.class, Share::parse),
                        Map.entry(Comparison.class, Comparison::parse),
                        Map.entry(DataSize.class, DataSize::parse),
                        Map.entry(Jobs.class, Jobs::parse),
                        Map.entry(SecretRef.class, text -> SecretRef.parse(text).from(directory)));
    }

    boolean reads(Class<?> type) {
        return type.isEnum() || readers.containsKey(type);
    }

    /**
     * @throws InvalidOption where the text is no such value
     */
    Object read(Class<?> type, String text) {
        if (type.isEnum()) {
            return constant(type, text);
        }
        Function<String, Object> reader = readers.get(type);
        if (reader == null) {
            throw new IllegalStateException("no way to read a " + type);
        }
        return reader.apply(text);
    }

    /** The names of an enum's constants as the file writes them, with the constants. */
    static Map<String, Object> constants(Class<?> type) {
        Map<String, Object> byName = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            byName.put(name(type, (Enum<?>) constant), constant);
        }
        return byName;
    }

    private static String name(Class<?> type, Enum<?> constant) {
        try {
            JsonProperty property =
                    type.getField(constant.name()).getAnnotation(JsonProperty.class);
            if (property != null) {
                return property.value();
            }
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
        // Finding codes are written in capitals everywhere else, too.
        return type.getEnclosingClass() == null
                ? constant.name()
                : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Object constant(Class<?> type, String text) {
        Map<String, Object> constants = constants(type);
        return constants.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() ->
                        new InvalidOption(
                                "\"" + text + "\" is not known here",
                                Nearest.hint(text, constants.keySet())))
                .getValue();
    }

    private static String text(String text) {
        if (text.isBlank()) {
            throw new InvalidOption("the text is empty", "write a value, or remove the line");
        }
        return text;
    }

    private static Object number(String text) {
        if (!text.matches("-?\\d{1,9}")) {
            throw new InvalidOption("\"" + text + "\" is no whole number", "write digits only");
        }
        return Integer.valueOf(text);
    }

    private static Object longNumber(String text) {
        if (!text.matches("-?\\d{1,18}")) {
            throw new InvalidOption("\"" + text + "\" is no whole number", "write digits only");
        }
        return Long.valueOf(text);
    }

    private static Object truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default ->
                    throw new InvalidOption(
                            "\"" + text + "\" is neither true nor false", "write true or false");
        };
    }

    private static Object uri(String text) {
        try {
            return new URI(text(text).strip());
        } catch (URISyntaxException e) {
            throw new InvalidOption("this is no URL: " + e.getReason(), "as in https://host:9000");
        }
    }

    private static Object zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new InvalidOption(
                    "\"" + text + "\" is no time zone", "as in UTC, +02:00 or Europe/Berlin");
        }
    }

    /** What a value of this type is called in a message. */
    static String called(@Nullable Class<?> type) {
        return type == null ? "a value" : type.isEnum() ? "one word" : "one piece of text";
    }
}
