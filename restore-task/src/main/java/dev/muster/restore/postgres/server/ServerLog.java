package dev.muster.restore.postgres.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Keeps the last lines that a server or program wrote, for the message of its failure. */
final class ServerLog {
    private static final int KEPT = 60;
    private static final int LONGEST = 400;

    private final Deque<String> lines = new ArrayDeque<>();
    private final Thread reader;

    ServerLog(InputStream stream) {
        reader = Thread.ofPlatform().daemon().name("muster-server-log").start(() -> read(stream));
    }

    private void read(InputStream stream) {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                keep(line);
            }
        } catch (IOException e) {
            keep("(its output ended: " + e.getMessage() + ")");
        }
    }

    private synchronized void keep(String line) {
        if (lines.size() == KEPT) {
            lines.removeFirst();
        }
        lines.addLast(line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line);
    }

    /** The last lines, once the program has ended or a short time has passed. */
    List<String> last(int count) {
        try {
            reader.join(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            return lines.stream().skip(Math.max(0, lines.size() - count)).toList();
        }
    }
}
