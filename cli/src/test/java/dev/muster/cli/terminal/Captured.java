package dev.muster.cli.terminal;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A screen whose text can be read. */
final class Captured {
    private final StringWriter text = new StringWriter();
    private final Screen screen;

    private Captured(boolean terminal, int width, boolean colour, boolean unicode) {
        PrintWriter writer = new PrintWriter(text);
        screen = new Screen(writer, writer, terminal, width, colour, unicode);
    }

    static Captured log() {
        return new Captured(false, 80, false, false);
    }

    static Captured terminal(int width) {
        return new Captured(true, width, false, true);
    }

    static Captured colourTerminal() {
        return new Captured(true, 80, true, true);
    }

    static Captured asciiTerminal() {
        return new Captured(true, 80, false, false);
    }

    Screen screen() {
        return screen;
    }

    /** Everything that was written, escape sequences and all. */
    String written() {
        screen.out().flush();
        return text.toString();
    }

    /** What a person would see in the end. */
    String shown() {
        StringBuilder seen = new StringBuilder();
        StringBuilder line = new StringBuilder();
        String all = written();
        for (int i = 0; i < all.length(); i++) {
            char c = all.charAt(i);
            if (c == '\n') {
                seen.append(line).append('\n');
                line.setLength(0);
            } else if (c == '\r') {
                line.setLength(0);
            } else if (all.startsWith("\033[K", i)) {
                line.setLength(0);
                i += 2;
            } else if (all.startsWith("\033[A", i)) {
                i += 2;
                int before = seen.lastIndexOf("\n", seen.length() - 2);
                line.setLength(0);
                seen.setLength(before + 1);
            } else {
                line.append(c);
            }
        }
        return seen.append(line).toString();
    }
}
