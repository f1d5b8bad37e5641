package dev.muster.restore.archive;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds commands that reach for programs or files of the machine, and that no pg_dump writes. What
 * merely stands in a body, a comment or a value is no command; bodies that would reach out when
 * called are listed apart.
 */
final class HostileSearch {
    private static final int LISTED = 50;
    private static final int SEARCHED = 1 << 18;
    private static final Set<String> REACHING =
            Set.of(
                    "lo_import",
                    "lo_export",
                    "pg_read_file",
                    "pg_read_binary_file",
                    "pg_ls_dir",
                    "pg_stat_file",
                    "pg_file_write",
                    "pg_file_unlink",
                    "pg_file_rename",
                    "pg_execute_server_program",
                    "pg_reload_conf",
                    "pg_rotate_logfile",
                    "dblink",
                    "dblink_connect",
                    "dblink_exec");
    private static final Set<String> EXECUTED =
            Set.of("select", "with", "values", "call", "update", "insert", "delete", "execute");
    private static final Pattern IN_BODY =
            Pattern.compile(
                    "\\bcopy\\b[^;]{0,2000}?\\bprogram\\b|\\balter\\s+system\\b|\\blo_(import|export)\\b"
                            + "|\\bpg_read_(binary_)?file\\b|\\bpg_ls_dir\\b|\\bpg_file_write\\b"
                            + "|\\bcopy\\b[^;]{0,2000}?\\b(from|to)\\s+'",
                    Pattern.CASE_INSENSITIVE);

    private final boolean standardStrings;
    private final List<Finding> hostile = new ArrayList<>();
    private final List<String> suspicious = new ArrayList<>();

    HostileSearch(boolean standardStrings) {
        this.standardStrings = standardStrings;
    }

    List<Finding> hostile() {
        return hostile;
    }

    List<String> suspicious() {
        return suspicious;
    }

    void entry(TocEntry entry) {
        String where = entry.desc() + " " + entry.name();
        for (List<Token> statement : Tokens.statements(entry.defn(), standardStrings)) {
            statement(statement, entry.name().toString(), where);
            if (statement.stream().anyMatch(token -> token.is("\\"))) {
                report(entry.name().toString(), where + ": a backslash command");
            }
        }
        if (entry.copyStmt() != null) {
            List<List<Token>> copies = Tokens.statements(entry.copyStmt(), standardStrings);
            if (copies.size() != 1 || CopyTarget.of(copies.getFirst()) == null) {
                report(entry.name().toString(), where + ": no COPY … FROM stdin loads its data");
            }
        }
    }

    /** A statement that psql or pg_restore would run. */
    void statement(List<Token> statement, @Nullable String object, String where) {
        String command = reachingCommand(statement);
        if (command != null) {
            report(object, where + ": " + command);
            return;
        }
        TokenCursor at = new TokenCursor(statement);
        if (at.accept("do")) {
            boolean reaches =
                    statement.stream()
                            .anyMatch(token ->
                                    token.kind() == Token.Kind.STRING && reachesOut(token.text()));
            if (reaches) {
                report(object, where + ": a DO block that reaches for programs or files");
            } else {
                suspect(where + ": a DO block");
            }
        } else if (at.accept("create")) {
            definition(statement, where);
        }
    }

    /** A line of COPY data that no server writes, and that psql would run if the COPY failed. */
    void escapedCommand(String table, long line) {
        report(table, "line " + line + ": a line of data that psql can take for a command");
    }

    /** psql's own command, as it stands after the backslash. */
    void meta(String command, long line) {
        report(null, "line " + line + ": psql's command \"\\" + command + "\"");
    }

    /** What a statement does that no dump does, or null. */
    static @Nullable String reachingCommand(List<Token> statement) {
        TokenCursor at = new TokenCursor(statement);
        if (at.accept("copy")) {
            TokenCursor target = new TokenCursor(statement);
            if (!target.seek("from", "to")) {
                return null;
            }
            target.next();
            if (target.peek().is("program")) {
                return "COPY … PROGRAM";
            }
            return target.peek().kind() == Token.Kind.STRING ? "COPY with a file" : null;
        }
        if (at.accept("alter", "system")) {
            return "ALTER SYSTEM";
        }
        if (at.accept("load") && at.peek().kind() == Token.Kind.STRING) {
            return "LOAD";
        }
        Token first = statement.getFirst();
        boolean executed = first.kind() == Token.Kind.WORD && EXECUTED.contains(first.text());
        TokenCursor table = new TokenCursor(statement);
        if (table.accept("create")) {
            table.skipAny("global", "local", "temp", "temporary", "unlogged");
            executed = table.accept("table");
        }
        if (executed) {
            for (int i = 0; i + 1 < statement.size(); i++) {
                Token token = statement.get(i);
                if (token.isName()
                        && statement.get(i + 1).is("(")
                        && REACHING.contains(token.text().toLowerCase(Locale.ROOT))) {
                    return "a call of " + token.text();
                }
            }
        }
        return null;
    }

    private void definition(List<Token> statement, String where) {
        for (int i = 0; i < statement.size(); i++) {
            Token token = statement.get(i);
            boolean call =
                    token.isName()
                            && i + 1 < statement.size()
                            && statement.get(i + 1).is("(")
                            && REACHING.contains(token.text());
            boolean body = token.kind() == Token.Kind.STRING && reachesOut(token.text());
            boolean program =
                    token.is("program")
                            && i + 1 < statement.size()
                            && statement.get(i + 1).kind() == Token.Kind.STRING;
            if (call || body || program) {
                suspect(where);
                return;
            }
        }
    }

    /** Of a body, the first part: no honest one is longer, and a search must end. */
    private static boolean reachesOut(String body) {
        return IN_BODY.matcher(body.length() > SEARCHED ? body.substring(0, SEARCHED) : body)
                .find();
    }

    private void suspect(String what) {
        if (suspicious.size() < LISTED) {
            suspicious.add(what);
        }
    }

    private void report(@Nullable String object, String message) {
        Finding finding = Finding.of(FindingCode.HOSTILE_COMMAND, object, message);
        if (hostile.size() < LISTED && !hostile.contains(finding)) {
            hostile.add(finding);
        }
    }
}
