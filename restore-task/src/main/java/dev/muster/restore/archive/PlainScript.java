package dev.muster.restore.archive;

import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds databases and their entries from the parts of a script. */
final class PlainScript implements SqlListener {
    private final List<PlainDatabase> databases = new ArrayList<>();
    private final PlainDatabase globals = new PlainDatabase(null);
    private final Map<String, List<TocEntry>> creations = new HashMap<>();
    private final Set<String> roles = new HashSet<>();
    private final Set<String> tablespaces = new HashSet<>();
    private final HostileSearch search = new HostileSearch(true);
    private PlainDatabase current = globals;
    private boolean cluster;
    private boolean crLf;
    private boolean annotated;
    private int headers;
    private int endings;
    private @Nullable String serverVersion;
    private @Nullable String dumpVersion;
    private @Nullable LocalDateTime createdAt;
    private @Nullable QualifiedName loading;
    private boolean loadingPlain;
    private long rowsLoading;
    private byte[] insertPrefix = {};
    private @Nullable QualifiedName insertTarget;
    private @Nullable Message message;
    private long strayBackslash;
    private long behindEnd;

    /** A line of the script that reads like a message of pg_dump. */
    record Message(long line, @Nullable String table, boolean couldBeData) {}

    @Override
    public void comment(byte[] text, long line) {
        String comment = TextEncoding.decode(text, current.encoding());
        if (comment.endsWith("\r")) {
            comment = comment.substring(0, comment.length() - 1);
            crLf = true;
        }
        PlainEntry entry = PlainEntry.announced(comment, line);
        if (entry != null) {
            annotated = true;
            current.open(entry);
        } else if (comment.startsWith("-- PostgreSQL database ")) {
            border(comment);
        } else if (comment.startsWith("-- Dumped from database version ")) {
            serverVersion = first(serverVersion, comment.substring(32));
        } else if (comment.startsWith("-- Dumped by pg_dump version ")) {
            dumpVersion = first(dumpVersion, comment.substring(29));
        } else if (comment.startsWith("-- Started on ") && comment.length() >= 33) {
            started(comment.substring(14, 33));
        }
    }

    private void border(String comment) {
        current.open(null);
        cluster |= comment.startsWith("-- PostgreSQL database cluster dump");
        if (comment.endsWith(" dump complete")) {
            endings++;
        } else if (comment.endsWith(" dump")) {
            headers++;
        }
    }

    private static String first(@Nullable String known, String value) {
        return known == null ? value.strip() : known;
    }

    private void started(String time) {
        try {
            createdAt = createdAt == null ? LocalDateTime.parse(time.replace(' ', 'T')) : createdAt;
        } catch (DateTimeParseException e) {
            createdAt = null;
        }
    }

    @Override
    public @Nullable CopyScan statement(SqlLexer lexer) {
        if (lexer.isInsert()) {
            insert(lexer);
            return null;
        }
        byte[] bytes = lexer.text();
        String text = TextEncoding.decode(bytes, current.encoding());
        List<Token> statement = withoutEnd(Tokens.of(text, current.standardStrings()));
        if (statement.isEmpty()) {
            return null;
        }
        lookForMessage(text, statement, lexer.startLine());
        if (isBehindEnd() && !Signature.isCommand(statement.getFirst())) {
            behindEnd = behindEnd == 0 ? lexer.startLine() : behindEnd;
            return null;
        }
        CopyTarget copied = CopyTarget.of(statement);
        if (copied != null) {
            return copy(copied, text, statement, lexer);
        }
        PlainEntry open = current.open();
        String where = "line " + lexer.startLine();
        search.statement(statement, open == null ? null : open.tag(), where);
        if (!setting(statement, text, lexer) && !global(statement, text, lexer.startLine())) {
            object(statement, text, lexer.startLine());
        }
        return null;
    }

    private static List<Token> withoutEnd(List<Token> tokens) {
        int end = tokens.size();
        while (end > 0 && tokens.get(end - 1).is(";")) {
            end--;
        }
        return tokens.subList(0, end);
    }

    private void lookForMessage(String text, List<Token> statement, long line) {
        if (message != null || !text.contains("pg_dump")) {
            return;
        }
        for (int i = 0; i + 1 < statement.size(); i++) {
            Token token = statement.get(i);
            if ((token.is("pg_dump") || token.is("pg_dumpall")) && statement.get(i + 1).is(":")) {
                long at = text.substring(0, text.indexOf("pg_dump")).lines().count();
                message = new Message(line + Math.max(0, at - 1), null, false);
                return;
            }
        }
    }

    private CopyScan copy(CopyTarget copied, String text, List<Token> statement, SqlLexer lexer) {
        QualifiedName target = current.loaded(copied.table());
        current.load(target, text.strip(), lexer.startLine());
        loading = target;
        loadingPlain = statement.getLast().is("stdin");
        return new CopyScan(TextEncoding.isUtf8(current.encoding()), copied.columns())
                .collecting(current.roleValues(target, statement));
    }

    @Override
    public void data(CopyScan scan, long firstLine) {
        QualifiedName target = loading;
        if (target == null) {
            return;
        }
        rowsLoading = scan.rows();
        boolean whole = scan.hasEnded();
        current.tally()
                .add(
                        target,
                        new Census.TableCount(scan.rows(), scan.bytes(), whole && loadingPlain));
        if (scan.zeroBytes() > 0 || scan.firstBadRow() > 0) {
            boolean zero = scan.zeroBytes() > 0;
            long row = zero ? scan.firstZeroRow() : scan.firstBadRow();
            String what =
                    zero
                            ? Problems.counted(scan.zeroBytes(), "zero byte lies", "zero bytes lie")
                                    + " in its data, the first in row "
                            : "its data are not valid UTF-8 in row ";
            current.tally()
                    .fault(
                            target.toString(),
                            new RowScan.Fault(
                                    RowScan.Fault.Kind.INVALID,
                                    what + row + " (line " + (firstLine + row - 1) + ")"));
        }
        if (scan.commandRow() > 0) {
            search.escapedCommand(target.toString(), firstLine + scan.commandRow() - 1);
        }
        if (scan.messageRow() > 0 && (message == null || message.couldBeData())) {
            message =
                    new Message(
                            firstLine + scan.messageRow() - 1,
                            target.toString(),
                            scan.messageCouldBeData());
        }
        if (whole) {
            loading = null;
        }
    }

    private void insert(SqlLexer lexer) {
        QualifiedName target = insertTarget;
        if (target == null || !lexer.startsWith(insertPrefix)) {
            byte[] head = lexer.text();
            List<Token> tokens = Tokens.of(TextEncoding.decode(head, current.encoding()), true);
            QualifiedName named = InsertRows.inserted(tokens);
            if (named == null) {
                return;
            }
            target = current.loaded(named);
            insertTarget = target;
            insertPrefix = prefix(head);
            search.statement(tokens, target.toString(), "line " + lexer.startLine());
        }
        current.load(target, null, lexer.startLine());
        current.tally()
                .add(
                        target,
                        new Census.TableCount(lexer.rows(), lexer.length(), lexer.isCountable()));
    }

    /** INSERT INTO and the name, up to the blank before VALUES or the columns. */
    private static byte[] prefix(byte[] head) {
        boolean quoted = false;
        int words = 0;
        for (int i = 0; i < head.length; i++) {
            quoted ^= head[i] == '"';
            if (!quoted && (head[i] == ' ' || head[i] == '(') && (++words == 3 || head[i] == '(')) {
                return Arrays.copyOf(head, i + 1);
            }
        }
        return new byte[] {0};
    }

    /** SET and its kin, which make no object. */
    private boolean setting(List<Token> statement, String text, SqlLexer lexer) {
        TokenCursor at = new TokenCursor(statement);
        if (at.accept("set")) {
            at.skipAny("session", "local");
            String name = at.next().text();
            at.skipAny("=", "to");
            String value = at.peek().text();
            switch (name) {
                case "client_encoding" -> current.encoding(value);
                case "standard_conforming_strings" -> {
                    boolean on = value.equals("on") || value.equals("true");
                    current.standardStrings(on);
                    lexer.standardStrings(on);
                }
                case "search_path" -> current.searchPath(text, value);
                default -> {}
            }
            return !name.equals("authorization") && !name.equals("role");
        }
        if (at.accept("select", "pg_catalog", ".", "set_config")) {
            if (text.contains("search_path")) {
                current.searchPath(text, "");
            }
            return true;
        }
        return false;
    }

    /** What pg_dumpall writes for the whole cluster, and what makes a database. */
    private boolean global(List<Token> statement, String text, long line) {
        StatementShape shape = StatementShape.of(statement);
        String desc = shape == null ? "" : shape.desc();
        TokenCursor at = new TokenCursor(statement);
        boolean role = desc.equals("ROLE") || at.accept("alter", "role");
        boolean database = desc.equals("DATABASE");
        if (shape != null && desc.equals("ROLE")) {
            roles.add(shape.name().name());
        } else if (shape != null && desc.equals("TABLESPACE")) {
            tablespaces.add(shape.name().name());
        }
        if (shape != null && database && current.open() == null) {
            PlainEntry entry = PlainEntry.of(shape, null, line);
            entry.add(text, statement);
            creations
                    .computeIfAbsent(shape.name().name(), name -> new ArrayList<>())
                    .add(entry.toEntry(0));
            return true;
        }
        if (role || desc.equals("TABLESPACE") || desc.equals("ROLE MEMBERSHIP")) {
            PlainEntry entry =
                    PlainEntry.of(
                            shape == null
                                    ? new StatementShape("ROLE", new QualifiedName(null, "ROLE"))
                                    : shape,
                            null,
                            line);
            entry.add(text, statement);
            globals.addAll(List.of(entry.toEntry(0)));
            return true;
        }
        return false;
    }

    private void object(List<Token> statement, String text, long line) {
        largeObject(statement);
        PlainEntry open = current.open();
        StatementShape shape = StatementShape.of(statement);
        if (open != null && open.isAnnounced()) {
            open.add(text, statement);
        } else if (shape != null) {
            PlainEntry entry = PlainEntry.of(shape, current.schema(), line);
            entry.add(text, statement);
            current.open(entry);
        } else if (open != null) {
            open.add(text, statement);
        }
    }

    private void largeObject(List<Token> statement) {
        TokenCursor at = new TokenCursor(statement);
        if (!at.accept("select", "pg_catalog", ".")) {
            return;
        }
        PlainEntry open = current.open();
        if (at.accept("lo_open", "(")) {
            current.tally().largeObject(0);
            if (open != null && open.desc().equals("BLOBS")) {
                open.hasLargeObjects();
            }
        } else if (at.accept("lowrite", "(")) {
            Token value = statement.get(statement.size() - 2);
            current.tally().largeObjectBytes(Math.max(0, (value.text().length() - 2) / 2));
        }
    }

    @Override
    public void meta(byte[] text, long line) {
        MetaCommand command = MetaCommand.of(TextEncoding.decode(text, current.encoding()));
        if (command.isConnect()) {
            connect(command.database());
        } else if (isBehindEnd() && !command.isKnown()) {
            behindEnd = behindEnd == 0 ? line : behindEnd;
        } else if (!command.isKnown()) {
            strayBackslash = strayBackslash == 0 ? line : strayBackslash;
        } else if (!command.isHarmless()) {
            search.meta(command.word(), line);
        }
    }

    /** Whether the dump has ended, so that nothing but blank lines should follow. */
    private boolean isBehindEnd() {
        return headers > 0 && endings >= headers && current.open() == null;
    }

    private void connect(@Nullable String name) {
        if (name == null) {
            return;
        }
        current.open(null);
        PlainDatabase next = new PlainDatabase(name);
        List<TocEntry> creation = creations.remove(name);
        if (creation != null) {
            next.addAll(creation);
        }
        List<TocEntry> before = current.takeEntriesOf(name);
        next.addAll(before);
        next.inherit(current);
        databases.add(next);
        current = next;
    }

    @Override
    public void unfinished(SqlLexer lexer) {
        String text = TextEncoding.decode(lexer.text(), current.encoding());
        List<Token> tokens = Tokens.of(text, true);
        lookForMessage(text, tokens, lexer.startLine());
        if (isBehindEnd() && !tokens.isEmpty() && !Signature.isCommand(tokens.getFirst())) {
            behindEnd = behindEnd == 0 ? lexer.startLine() : behindEnd;
        }
    }

    /** The line on which something else than SQL begins behind the dump's end, or 0. */
    long behindEnd() {
        return behindEnd;
    }

    /** The line of a backslash that is no command of psql, or 0. */
    long strayBackslash() {
        return strayBackslash;
    }

    /** Tables whose data were announced and never came, in a dump that loads others by COPY. */
    List<String> dataNeverCame() {
        boolean copies =
                databases.stream()
                        .flatMap(database -> database.entries().stream())
                        .anyMatch(entry -> entry.copyStmt() != null);
        return databases.stream()
                .flatMap(database -> database.entries().stream())
                .filter(entry -> copies && entry.isTableData() && !entry.hasData())
                .map(entry -> entry.name().toString())
                .toList();
    }

    /** Ends the last database; what stood before the first belongs to it where it is the only. */
    List<PlainDatabase> finish() {
        current.open(null);
        if (databases.isEmpty()) {
            databases.add(globals);
            creations.values().forEach(globals::addAll);
        }
        return databases;
    }

    List<TocEntry> globals() {
        return databases.contains(globals) ? List.of() : globals.entries();
    }

    boolean isCluster() {
        return cluster;
    }

    boolean isAnnotated() {
        return annotated;
    }

    boolean hasCrLf() {
        return crLf;
    }

    int headers() {
        return headers;
    }

    int endings() {
        return endings;
    }

    Set<String> rolesCreated() {
        return roles;
    }

    Set<String> tablespacesCreated() {
        return tablespaces;
    }

    HostileSearch search() {
        return search;
    }

    @Nullable String serverVersion() {
        return serverVersion;
    }

    @Nullable String dumpVersion() {
        return dumpVersion;
    }

    @Nullable LocalDateTime createdAt() {
        return createdAt;
    }

    @Nullable QualifiedName loading() {
        return loading;
    }

    long rowsLoading() {
        return rowsLoading;
    }

    @Nullable Message message() {
        return message;
    }

    /** The object whose statements were being read at the end. */
    @Nullable String openObject() {
        PlainEntry open = current.open();
        if (open == null) {
            return null;
        }
        return new QualifiedName(open.schema(), open.tag()).toString();
    }
}
