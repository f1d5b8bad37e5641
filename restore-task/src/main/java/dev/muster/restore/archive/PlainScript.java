package dev.muster.restore.archive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds databases and their entries from the parts of a script. */
final class PlainScript implements SqlListener {
    private final PlainCluster cluster = new PlainCluster();
    private final DumpNotes notes = new DumpNotes();
    private final ScriptFaults faults = new ScriptFaults();
    private final HostileSearch search = new HostileSearch(true);
    private final InsertLoads inserts = new InsertLoads(cluster, search);
    private @Nullable QualifiedName loading;
    private boolean loadingPlain;
    private long rowsLoading;
    private long quitLine;

    @Override
    public void comment(byte[] text, long line) {
        String comment = notes.take(TextEncoding.decode(text, current().encoding()));
        cluster.notes().comment(comment);
        PlainEntry entry = PlainEntry.announced(comment, line);
        if (entry != null) {
            notes.annotated();
            current().open(entry);
        } else if (DumpNotes.isBorder(comment)) {
            current().open(null);
        }
    }

    private PlainDatabase current() {
        return cluster.current();
    }

    @Override
    public @Nullable CopyScan statement(SqlLexer lexer) {
        goesOn();
        if (lexer.isInsert()) {
            inserts.take(lexer);
            return null;
        }
        byte[] bytes = lexer.statement().head();
        String text = TextEncoding.decode(bytes, current().encoding());
        List<Token> statement = withoutEnd(Tokens.of(text, current().standardStrings()));
        if (statement.isEmpty()) {
            return null;
        }
        faults.statement(text, statement, lexer.statement().startLine());
        if (isBehindEnd() && !Signature.isCommand(statement.getFirst())) {
            faults.behindEnd(lexer.statement().startLine());
            return null;
        }
        CopyTarget copied = CopyTarget.of(statement);
        if (copied != null) {
            return copy(copied, text, statement, lexer);
        }
        PlainEntry open = current().open();
        String where = "line " + lexer.statement().startLine();
        search.statement(statement, open == null ? null : open.tag(), where);
        if (!setting(statement, text, lexer)) {
            StatementShape shape = StatementShape.of(statement);
            if (!cluster.take(statement, shape, text, lexer.statement().startLine())) {
                object(statement, shape, text, lexer.statement().startLine());
            }
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

    private CopyScan copy(CopyTarget copied, String text, List<Token> statement, SqlLexer lexer) {
        QualifiedName target = current().loaded(copied.table());
        current().load(target, text.strip(), lexer.statement().startLine());
        loading = target;
        loadingPlain = statement.getLast().is("stdin");
        return new CopyScan(TextEncoding.isUtf8(current().encoding()), copied.columns())
                .collecting(current().roleValues(target, statement));
    }

    @Override
    public void data(CopyScan scan, long firstLine) {
        QualifiedName target = loading;
        if (target == null) {
            return;
        }
        rowsLoading = scan.rows();
        boolean whole = scan.hasEnded();
        current()
                .tally()
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
            current()
                    .tally()
                    .fault(
                            target.toString(),
                            new RowScan.Fault(
                                    RowScan.Fault.Kind.INVALID,
                                    what + row + " (line " + (firstLine + row - 1) + ")"));
        }
        if (scan.commandRow() > 0) {
            search.escapedCommand(target.toString(), firstLine + scan.commandRow() - 1);
        }
        faults.data(scan, target.toString(), firstLine);
        if (whole) {
            loading = null;
        }
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
                case "client_encoding" -> current().encoding(value);
                case "standard_conforming_strings" -> {
                    boolean on = value.equals("on") || value.equals("true");
                    current().standardStrings(on);
                    lexer.standardStrings(on);
                }
                case "search_path" -> {
                    current().searchPath(text, value);
                    inserts.newNames();
                }
                default -> {}
            }
            return !name.equals("authorization") && !name.equals("role");
        }
        if (at.accept("select", "pg_catalog", ".", "set_config")) {
            if (text.contains("search_path")) {
                current().searchPath(text, "");
            }
            return true;
        }
        return false;
    }

    private void object(
            List<Token> statement, @Nullable StatementShape shape, String text, long line) {
        largeObject(statement);
        PlainEntry open = current().open();
        if (open != null && open.isAnnounced()) {
            open.add(text, statement);
        } else if (shape != null) {
            PlainEntry entry = PlainEntry.of(shape, current().schema(), line);
            entry.add(text, statement);
            current().open(entry);
        } else if (open != null) {
            open.add(text, statement);
        }
    }

    private void largeObject(List<Token> statement) {
        TokenCursor at = new TokenCursor(statement);
        if (!at.accept("select", "pg_catalog", ".")) {
            return;
        }
        PlainEntry open = current().open();
        if (at.accept("lo_open", "(")) {
            current().tally().largeObject(0);
            if (open != null && open.desc().equals("BLOBS")) {
                open.hasLargeObjects();
            }
        } else if (at.accept("lowrite", "(")) {
            Token value = statement.get(statement.size() - 2);
            current().tally().largeObjectBytes(Math.max(0, (value.text().length() - 2) / 2));
        }
    }

    @Override
    public void meta(byte[] text, long line) {
        goesOn();
        // The line is not in the encoding of the database before it.
        MetaCommand command = MetaCommand.of(TextEncoding.decode(text, null));
        String database = command.isConnect() ? command.database() : null;
        if (database != null) {
            cluster.connect(database);
            inserts.newNames();
        } else if (!command.isKnown()) {
            if (isBehindEnd()) {
                faults.behindEnd(line);
            } else {
                faults.backslash(line);
            }
        } else if (command.isQuit()) {
            quitLine = line;
        } else if (!command.isHarmless()) {
            search.meta(command.word(), line);
        }
    }

    /** The end of a script may say so; in the middle of one it hides the rest. */
    private void goesOn() {
        if (quitLine > 0) {
            search.meta("quit", quitLine);
            quitLine = 0;
        }
    }

    private boolean isBehindEnd() {
        return notes.hasEnded() && current().open() == null;
    }

    @Override
    public void unfinished(SqlLexer lexer) {
        String text = TextEncoding.decode(lexer.statement().head(), current().encoding());
        List<Token> tokens = Tokens.of(text, true);
        if (!tokens.isEmpty()) {
            goesOn();
        }
        faults.statement(text, tokens, lexer.statement().startLine());
        if (isBehindEnd() && !tokens.isEmpty() && !Signature.isCommand(tokens.getFirst())) {
            faults.behindEnd(lexer.statement().startLine());
        }
    }

    PlainCluster cluster() {
        return cluster;
    }

    DumpNotes notes() {
        return notes;
    }

    ScriptFaults faults() {
        return faults;
    }

    HostileSearch search() {
        return search;
    }

    /** The table whose data are being read. */
    @Nullable QualifiedName loading() {
        return loading;
    }

    long rowsLoading() {
        return rowsLoading;
    }

    /** The object whose statements are being read. */
    @Nullable String openObject() {
        PlainEntry open = current().open();
        return open == null ? null : new QualifiedName(open.schema(), open.tag()).toString();
    }
}
