package dev.muster.restore.archive;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges a script that has been read to its end: whether it is whole, and as it was written. */
final class PlainVerdict {
    private final PlainScript script;
    private final SqlStream stream;
    private final long size;

    PlainVerdict(PlainScript script, SqlStream stream, long size) {
        this.script = script;
        this.stream = stream;
        this.size = size;
    }

    /**
     * All findings.
     *
     * @param incomplete what {@link #incomplete} has said before the last database was closed
     */
    List<Finding> findings(@Nullable Finding incomplete) {
        List<Finding> findings = new ArrayList<>();
        if (script.faults().behindEnd() > 0) {
            findings.add(
                    Finding.of(
                                    FindingCode.TRAILING_GARBAGE,
                                    null,
                                    "the dump is complete, and from line "
                                            + script.faults().behindEnd()
                                            + " on something else than SQL follows")
                            .withSeverity(Severity.ERROR));
            return findings;
        }
        Finding message = message(incomplete != null);
        if (message != null) {
            findings.add(message);
        } else if (incomplete != null) {
            findings.add(incomplete);
        }
        if (stream.zeroBytes() > 0) {
            findings.add(
                    Finding.of(
                            FindingCode.ARCHIVE_CORRUPT,
                            null,
                            Problems.counted(stream.zeroBytes(), "zero byte lies", "zero bytes lie")
                                    + " in the SQL, the first at byte "
                                    + stream.firstZero()));
        }
        if (script.faults().strayBackslash() > 0 && incomplete == null && message == null) {
            findings.add(
                    Finding.of(
                            FindingCode.ARCHIVE_CORRUPT,
                            null,
                            "on line "
                                    + script.faults().strayBackslash()
                                    + " a backslash stands outside of quotes: a quote or a part"
                                    + " of a statement is lost"));
        }
        if (incomplete == null && message == null) {
            findings.addAll(announcements());
        }
        if (script.notes().hasCrLf()) {
            findings.add(
                    Finding.of(
                            FindingCode.LINE_ENDS_CHANGED,
                            null,
                            "lines end with carriage return and line feed; pg_dump writes line"
                                    + " feeds alone"));
        }
        return findings;
    }

    /** Where what follows pg_dump's announcements is not what they announce. */
    private List<Finding> announcements() {
        List<Finding> findings = new ArrayList<>();
        List<String> elsewhere = script.cluster().notes().elsewhere();
        if (!elsewhere.isEmpty()) {
            findings.add(
                    Problems.grouped(
                            FindingCode.ARCHIVE_CORRUPT,
                            elsewhere,
                            "the dump would restore "
                                    + Problems.counted(elsewhere.size(), "database", "databases")
                                    + " into another than it announces"));
            return findings;
        }
        List<String> missing = script.cluster().dataNeverCame();
        if (!missing.isEmpty()) {
            findings.add(
                    Problems.grouped(
                            FindingCode.ARCHIVE_DATA_MISSING,
                            missing,
                            "the dump announces data for "
                                    + Problems.counted(missing.size(), "table", "tables")
                                    + " that are not in it"));
        }
        List<String> neverSet = script.cluster().neverSet();
        if (!neverSet.isEmpty()) {
            findings.add(
                    Problems.grouped(
                            FindingCode.ARCHIVE_DATA_MISSING,
                            neverSet,
                            "the dump announces where "
                                    + Problems.counted(neverSet.size(), "sequence", "sequences")
                                    + " stand, and no statement in it sets them"));
        }
        List<String> twice = script.cluster().loadedTwice();
        if (!twice.isEmpty()) {
            findings.add(
                    Problems.grouped(
                            FindingCode.ARCHIVE_CORRUPT,
                            twice,
                            "the data of "
                                    + Problems.counted(twice.size(), "table", "tables")
                                    + " stand in the dump more than once"));
        }
        List<String> neverMade = script.cluster().neverMade();
        if (!neverMade.isEmpty()) {
            findings.add(
                    Problems.grouped(
                            FindingCode.ARCHIVE_CORRUPT,
                            neverMade,
                            "the dump connects to "
                                    + Problems.counted(neverMade.size(), "database", "databases")
                                    + " that no statement in it makes: psql would end there"));
        }
        return findings;
    }

    private @Nullable Finding message(boolean incomplete) {
        ScriptFaults.Message message = script.faults().message();
        if (message == null || (message.couldBeData() && !incomplete)) {
            return null;
        }
        return Finding.of(
                FindingCode.DUMP_HOLDS_ERROR_TEXT,
                message.table(),
                "a message of pg_dump stands in the dump, on line " + message.line());
    }

    /** Whether, and where, the script ends too early; null where it is whole. */
    @Nullable Finding incomplete() {
        if (stream.isWithinData()) {
            String table = String.valueOf(script.loading());
            return Finding.of(
                    FindingCode.DUMP_INCOMPLETE,
                    table,
                    "the dump ends after "
                            + Problems.bytes(size)
                            + ", within the data of \""
                            + table
                            + "\", after "
                            + Problems.counted(script.rowsLoading(), "row", "rows")
                            + " of it");
        }
        SqlLexer lexer = stream.lexer();
        boolean expected = script.notes().isOpen();
        if (expected ? lexer.isWithinStatement() : lexer.isCut()) {
            return Finding.of(
                    FindingCode.DUMP_INCOMPLETE,
                    script.openObject(),
                    "the dump ends after "
                            + Problems.bytes(size)
                            + ", within the statement that begins on line "
                            + lexer.statement().startLine());
        }
        if (!expected) {
            return null;
        }
        return Finding.of(
                FindingCode.DUMP_INCOMPLETE,
                script.openObject(),
                "the dump ends on line "
                        + lexer.statement().line()
                        + " without the line with which "
                        + (script.notes().isCluster() ? "pg_dumpall" : "pg_dump")
                        + " ends");
    }
}
