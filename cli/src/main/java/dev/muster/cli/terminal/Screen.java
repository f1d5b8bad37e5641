package dev.muster.cli.terminal;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes, and what can be shown there.
 *
 * @param out for what was asked for
 * @param err for what went wrong
 * @param terminal whether a person watches, so that lines may be redrawn
 * @param width in columns, where it is a terminal
 * @param unicode whether more than ASCII can be shown
 */
public record Screen(
        PrintWriter out,
        PrintWriter err,
        boolean terminal,
        int width,
        boolean colour,
        boolean unicode) {

    private static final int USUAL_WIDTH = 80;

    /** The screen of this process. The launcher tells the width in {@code MUSTER_TERMINAL}. */
    public static Screen ofProcess(Map<String, String> environment) {
        String columns = environment.get("MUSTER_TERMINAL");
        boolean terminal = columns != null && !"dumb".equals(environment.get("TERM"));
        Charset charset = Charset.forName(System.getProperty("stdout.encoding", "US-ASCII"));
        return new Screen(
                new PrintWriter(System.out, true, charset),
                new PrintWriter(System.err, true, charset),
                terminal,
                width(columns),
                terminal && environment.getOrDefault("NO_COLOR", "").isEmpty(),
                charset.equals(StandardCharsets.UTF_8));
    }

    private static int width(@Nullable String columns) {
        try {
            int width = columns == null ? USUAL_WIDTH : Integer.parseInt(columns.strip());
            return width >= 20 ? width : USUAL_WIDTH;
        } catch (NumberFormatException e) {
            return USUAL_WIDTH;
        }
    }

    /** The same screen with everything on the error stream, so that the output is free for JSON. */
    public Screen onErr() {
        return new Screen(err, err, terminal, width, colour, unicode);
    }

    /** Prints lines, safe for this screen. */
    public void line(String text) {
        out.println(safe(text));
        out.flush();
    }

    /** Prints a labelled text, wrapped between words to stand beside its label. */
    public void fact(String label, String text) {
        String start = "  %-10s".formatted(label);
        for (String line : wrapped(text, start.length())) {
            out.println(start + line);
            start = " ".repeat(start.length());
        }
        out.flush();
    }

    /** The text as lines that fit beside an indent of this many columns; a long word sticks out. */
    List<String> wrapped(String text, int indent) {
        int room = Math.clamp(terminal ? width - 1 : USUAL_WIDTH, 40, 100) - indent;
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : safe(text).split("[ \n]", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > room) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** Prints text that has its line ends, and that may hold styles of this screen. */
    public void text(String text) {
        text.lines().forEach(line -> out.println(line));
        out.flush();
    }

    /** Prints something that is worth knowing and ends nothing. */
    public void warning(String message) {
        err.println(styled(Style.YELLOW, "warning:") + " " + safe(message));
        err.flush();
    }

    /** Prints a problem and what to do about it. */
    public void problem(String message, @Nullable String hint) {
        err.println(styled(Style.RED, "error:") + " " + safe(message));
        if (hint != null) {
            err.println(styled(Style.BOLD, "hint:") + " " + safe(hint));
        }
        err.flush();
    }

    /** The text without anything that could harm or puzzle this screen. */
    public String safe(String text) {
        String printable = Printable.of(text);
        return unicode ? printable : Printable.ascii(printable);
    }

    /** The text, which must be safe already, in a style where the screen has colour. */
    public String styled(Style style, String text) {
        return colour ? "\033[" + style.code + "m" + text + "\033[0m" : text;
    }

    /** The few styles that Muster uses. */
    public enum Style {
        BOLD("1"),
        DIM("2"),
        RED("31"),
        GREEN("32"),
        YELLOW("33");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }
}
