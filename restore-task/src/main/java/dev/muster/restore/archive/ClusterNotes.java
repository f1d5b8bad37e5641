package dev.muster.restore.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Holds what pg_dumpall announces of each database against the connection that follows it. */
final class ClusterNotes {
    private static final Pattern ANNOUNCED = Pattern.compile("-- Database \"(.*)\" dump");

    /** Every new cluster has them, so a script need not make them. */
    private static final Set<String> IN_EVERY_CLUSTER = Set.of("postgres", "template1");

    private final List<String> elsewhere = new ArrayList<>();
    private final List<String> toBeMade = new ArrayList<>();
    private @Nullable String announced;

    /** Takes a comment, which may be the announcement of a database. */
    void comment(String comment) {
        Matcher announcement = ANNOUNCED.matcher(comment);
        if (announcement.matches()) {
            announced = announcement.group(1);
        }
    }

    /** Takes a connection: the first one behind an announcement is to that database. */
    void connects(String database) {
        if (announced == null) {
            return;
        }
        if (!PlainEntry.oneLine(database).equals(announced)) {
            elsewhere.add("\"" + announced + "\" (it connects to \"" + database + "\")");
        } else if (!IN_EVERY_CLUSTER.contains(database)) {
            toBeMade.add(database);
        }
        announced = null;
    }

    /** Databases whose objects would be restored into another one. */
    List<String> elsewhere() {
        return elsewhere;
    }

    /** Announced databases that the script itself must make before it connects. */
    List<String> toBeMade() {
        return toBeMade;
    }
}
