package dev.muster.restore.postgres.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The comment of a drill's own role on a named server: which process made it, on which machine. A
 * process number means nothing in another container or after a new start, so both are in the name
 * of the machine.
 */
record ProcessMark(String machine, long pid, long startedMillis) {
    /** What the comment begins with, as LIKE takes it. */
    static final String BEGINNING = "muster drill by ";

    private static final Pattern TEXT =
            Pattern.compile(Pattern.quote(BEGINNING) + "(\\S{1,300}) (\\d{1,18}) (\\d{1,18})");

    static ProcessMark ofThis() {
        ProcessHandle me = ProcessHandle.current();
        return new ProcessMark(
                thisMachine(),
                me.pid(),
                me.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    }

    /** What a comment tells; empty where it is of another kind. */
    static Optional<ProcessMark> read(String comment) {
        Matcher matcher = TEXT.matcher(comment);
        return matcher.matches()
                ? Optional.of(
                        new ProcessMark(
                                matcher.group(1),
                                Long.parseLong(matcher.group(2)),
                                Long.parseLong(matcher.group(3))))
                : Optional.empty();
    }

    String text() {
        return BEGINNING + machine + " " + pid + " " + startedMillis;
    }

    /** Whether the process is known to have ended; another machine's is not known of. */
    boolean hasEnded() {
        return machine.equals(thisMachine()) && !OwnerFile.runs(pid, startedMillis);
    }

    private static String thisMachine() {
        return host() + "/" + line("/proc/sys/kernel/random/boot_id") + "/" + processSpace();
    }

    private static String host() {
        try {
            return URLEncoder.encode(
                    InetAddress.getLocalHost().getHostName(), StandardCharsets.UTF_8);
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    private static String line(String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return "-"; // Not a Linux: a machine is known by its name alone.
        }
    }

    private static String processSpace() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "-";
        }
    }
}
