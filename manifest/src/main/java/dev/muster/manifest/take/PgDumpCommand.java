package dev.muster.manifest.take;

import dev.muster.contract.MusterException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The user's own call of pg_dump: what it connects to and where it writes, read as pg_dump itself
 * reads its options.
 */
public final class PgDumpCommand {
    /** pg_dump's short options that take a value, of all its versions. */
    private static final String WITH_VALUE = "deEfFhjnNptSTUZ";

    /** Long options that take a value and matter here; the value may follow as the next word. */
    private static final Map<String, Character> LONG =
            Map.of(
                    "dbname", 'd',
                    "file", 'f',
                    "format", 'F',
                    "host", 'h',
                    "port", 'p',
                    "username", 'U');

    private static final List<String> OTHER_LONG =
            List.of(
                    "encoding",
                    "jobs",
                    "schema",
                    "exclude-schema",
                    "table",
                    "exclude-table",
                    "superuser",
                    "compress",
                    "extension",
                    "exclude-extension",
                    "exclude-table-data",
                    "exclude-table-and-children",
                    "exclude-table-data-and-children",
                    "table-and-children",
                    "extra-float-digits",
                    "filter",
                    "include-foreign-data",
                    "lock-wait-timeout",
                    "role",
                    "rows-per-insert",
                    "section",
                    "sync-method",
                    "restrict-key",
                    "snapshot");

    private final List<String> words;
    private final Map<Character, String> values = new LinkedHashMap<>();

    private PgDumpCommand(List<String> words) {
        this.words = List.copyOf(words);
    }

    /**
     * Reads a call.
     *
     * @param words the program and its arguments, as {@code pg_dump -Fc -f shop.dump shop}
     * @throws MusterException DUMP_COMMAND where it is no pg_dump, or names a snapshot itself
     */
    public static PgDumpCommand of(List<String> words) {
        if (words.isEmpty()) {
            throw wrong("no call of pg_dump is given", "give it after --, as in: -- pg_dump -Fc");
        }
        String program = nameOf(words.getFirst());
        if (program.startsWith("pg_dumpall")) {
            throw wrong(
                    "pg_dumpall takes no snapshot, so there can be no manifest of what it dumps",
                    "dump each database by pg_dump, and the roles by pg_dumpall --globals-only");
        }
        if (!program.startsWith("pg_dump")) {
            throw wrong(
                    "\"" + words.getFirst() + "\" is not pg_dump",
                    "give pg_dump itself after --; what follows it in a pipe may be anything");
        }
        PgDumpCommand command = new PgDumpCommand(words);
        command.read();
        return command;
    }

    private static String nameOf(String program) {
        Path name = Path.of(program).getFileName();
        return name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
    }

    private void read() {
        boolean options = true;
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            String next = i + 1 < words.size() ? words.get(i + 1) : "";
            if (!options || !word.startsWith("-") || word.equals("-")) {
                values.putIfAbsent('d', word);
            } else if (word.equals("--")) {
                options = false;
            } else if (word.startsWith("--")) {
                i += longOption(word.substring(2), next) ? 1 : 0;
            } else {
                i += shortOptions(word, next) ? 1 : 0;
            }
        }
    }

    /** Whether it takes the next word as its value. */
    private boolean longOption(String option, String next) {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        if (name.equals("snapshot")) {
            throw wrong(
                    "pg_dump is called with --snapshot, which Muster itself gives it",
                    "leave --snapshot out");
        }
        Character letter = LONG.get(name);
        if (letter != null) {
            values.put(letter, equals < 0 ? next : option.substring(equals + 1));
        }
        return equals < 0 && (letter != null || OTHER_LONG.contains(name));
    }

    private boolean shortOptions(String word, String next) {
        for (int i = 1; i < word.length(); i++) {
            char letter = word.charAt(i);
            if (WITH_VALUE.indexOf(letter) >= 0) {
                boolean attached = i + 1 < word.length();
                values.put(letter, attached ? word.substring(i + 1) : next);
                return !attached;
            }
        }
        return false;
    }

    /** The call with the snapshot to dump. */
    List<String> withSnapshot(String snapshot) {
        List<String> all = new ArrayList<>(words);
        all.add(1, "--snapshot=" + snapshot);
        return all;
    }

    /** pg_restore of the same installation. */
    String pgRestore() {
        String program = words.getFirst();
        int at = program.lastIndexOf("pg_dump");
        return program.substring(0, at) + "pg_restore" + program.substring(at + "pg_dump".length());
    }

    /** Where it writes to; null for standard output. */
    public @Nullable Path file() {
        String file = values.get('f');
        return file == null ? null : Path.of(file);
    }

    /** The database it names: a name, or a whole connection string; null where it names none. */
    public @Nullable String database() {
        return values.get('d');
    }

    public @Nullable String host() {
        return values.get('h');
    }

    public @Nullable String port() {
        return values.get('p');
    }

    public @Nullable String user() {
        return values.get('U');
    }

    private static MusterException wrong(String message, String hint) {
        return new MusterException("DUMP_COMMAND", message, hint);
    }
}
