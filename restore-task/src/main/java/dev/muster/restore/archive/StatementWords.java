package dev.muster.restore.archive;

/**
 * Follows the words of one statement as its letters pass: how it begins, whether it is within the
 * body of an SQL function (BEGIN ATOMIC … END), and how many rows its VALUES hold. Words are packed
 * into eight letters, which tells those apart that matter.
 */
final class StatementWords {
    private static final long INSERT = pack("insert");
    private static final long VALUES = pack("values");
    private static final long DEFAULT = pack("default");
    private static final long CREATE = pack("create");
    private static final long OR = pack("or");
    private static final long REPLACE = pack("replace");
    private static final long FUNCTION = pack("function");
    private static final long BEGIN = pack("begin");
    private static final long CASE = pack("case");
    private static final long END = pack("end");
    private static final long ON = pack("on");
    private static final long RETURNING = pack("returnin");
    private static final long PROCEDURE = pack("procedur");

    private final long[] first = new long[4];
    private long word;
    private int length;
    private int count;
    private long last;
    private int bodies;
    private boolean routine;
    private boolean insert;
    private boolean inValues;
    private boolean hasValues;
    private long rows;

    void reset() {
        word = 0;
        length = 0;
        count = 0;
        last = 0;
        bodies = 0;
        routine = false;
        insert = false;
        inValues = false;
        hasValues = false;
        rows = 0;
    }

    void letter(byte c) {
        int lower = c >= 'A' && c <= 'Z' ? c + 32 : c;
        if (length < 8) {
            word = word << 8 | (lower & 0xff);
        }
        length++;
    }

    /** What has been read goes on as a word that is none of the known ones. */
    void noWord() {
        length = 9;
        word = 0;
    }

    boolean isWithinWord() {
        return length > 0;
    }

    /** Whether the word so far is the E of an escape string. */
    boolean isEscapePrefix() {
        return length == 1 && word == 'e';
    }

    /** Something else than a letter came. */
    void end(int parentheses) {
        if (length == 0) {
            return;
        }
        long ended = length <= 8 || word == RETURNING || word == PROCEDURE ? word : 0;
        word = 0;
        length = 0;
        if (count < first.length) {
            first[count] = ended;
            insert = count == 0 ? ended == INSERT : insert;
            count++;
            routine = isRoutine();
        }
        if (parentheses > 0) {
            return;
        }
        if (insert) {
            insertWord(ended);
        } else if (routine) {
            if (ended == BEGIN || (ended == CASE && bodies > 0)) {
                bodies++;
            } else if (ended == END && bodies > 0) {
                bodies--;
            }
        }
        last = ended;
    }

    private void insertWord(long ended) {
        if (ended == VALUES && !hasValues) {
            hasValues = true;
            inValues = true;
            rows = last == DEFAULT ? 1 : 0;
        } else if (ended == ON || ended == RETURNING) {
            inValues = false;
        }
    }

    /** A parenthesis opened at this depth. */
    void parenthesis(int depth) {
        if (depth == 0 && inValues) {
            rows++;
        }
    }

    private boolean isRoutine() {
        int kind = count > 1 && first[1] == OR ? 3 : 1;
        return count > kind
                && first[0] == CREATE
                && (kind == 1 || first[2] == REPLACE)
                && (first[kind] == FUNCTION || first[kind] == PROCEDURE);
    }

    boolean isFirst(String lowerCase) {
        return count > 0 && first[0] == pack(lowerCase);
    }

    boolean isWithinBody() {
        return bodies > 0;
    }

    boolean isInsert() {
        return insert;
    }

    /** Whether there is a VALUES, whose rows can be counted. */
    boolean hasValues() {
        return hasValues;
    }

    long rows() {
        return rows;
    }

    private static long pack(String text) {
        long packed = 0;
        for (int i = 0; i < text.length(); i++) {
            packed = packed << 8 | text.charAt(i);
        }
        return packed;
    }
}
