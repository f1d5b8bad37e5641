package dev.muster.contract.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the contract's sources say of themselves, for documents that are generated from them. */
final class Javadoc {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern COMMENT =
            Pattern.compile(
                    "/\\*\\*(.*?)\\*/(?:\\s|@\\w+(?:\\([^)]*\\))?)*public [a-z]*\\s*(?:record|enum|interface|class) ",
                    Pattern.DOTALL);

    private Javadoc() {}

    /** The sentences above the class, without its tags; null where it is not one of ours. */
    static @Nullable String of(Class<?> type) {
        String comment = comment(type);
        return comment == null ? null : text(comment.split("(?m)^\\s*@", 2)[0]);
    }

    /** What {@code @param} says of a record's component; null where it says nothing. */
    static @Nullable String ofComponent(Class<?> type, String component) {
        String comment = comment(type);
        if (comment == null) {
            return null;
        }
        Matcher param =
                Pattern.compile(
                                "@param " + component + " (.*?)(?=^\\s*@|\\z)",
                                Pattern.DOTALL | Pattern.MULTILINE)
                        .matcher(comment);
        return param.find() ? text(param.group(1)) : null;
    }

    private static @Nullable String comment(Class<?> type) {
        Path source = SOURCES.resolve(type.getName().replace('.', '/') + ".java");
        if (!Files.exists(source)) {
            return null;
        }
        try {
            Matcher comment = COMMENT.matcher(Files.readString(source));
            return comment.find() ? comment.group(1).replaceAll("(?m)^\\s*\\* ?", "") : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String javadoc) {
        return javadoc.replaceAll("\\{@\\w+ #?([^}]*)}", "$1").replaceAll("\\s+", " ").strip();
    }
}
