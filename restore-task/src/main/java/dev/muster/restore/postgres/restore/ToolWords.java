package dev.muster.restore.postgres.restore;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Hands on what a tool prints, line by line. Of a long line only the beginning is handed on: a tool
 * repeats the statement that failed, and that may be as large as the memory.
 */
final class ToolWords {
    private static final int LONGEST = 1 << 16;

    private final Consumer<String> line;
    private final StringBuilder current = new StringBuilder();

    private ToolWords(Consumer<String> line) {
        this.line = line;
    }

    /** Reads to the stream's end, which also comes with the tool's. */
    static void read(InputStream stream, Consumer<String> line) {
        ToolWords words = new ToolWords(line);
        try (Reader in = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            char[] buffer = new char[1 << 13];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                words.take(buffer, count);
            }
        } catch (IOException | UncheckedIOException e) {
            return; // The tool is gone, and with it its words.
        }
        words.end();
    }

    private void take(char[] buffer, int count) {
        for (int i = 0; i < count; i++) {
            if (buffer[i] == '\n') {
                line.accept(current.toString());
                current.setLength(0);
            } else if (current.length() < LONGEST) {
                current.append(buffer[i]);
            }
        }
    }

    private void end() {
        if (!current.isEmpty()) {
            line.accept(current.toString());
        }
    }
}
