package dev.muster.restore.archive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table that a COPY … FROM stdin loads.
 *
 * @param columns how many it names, 0 where it names none
 */
record CopyTarget(QualifiedName table, int columns) {

    /** The target, or null where the statement is no plain COPY … FROM stdin. */
    static @Nullable CopyTarget of(List<Token> statement) {
        TokenCursor at = new TokenCursor(statement);
        if (!at.accept("copy")) {
            return null;
        }
        at.accept("binary");
        QualifiedName table = at.name();
        if (table == null) {
            return null;
        }
        int columns = 0;
        if (at.accept("(")) {
            columns = 1;
            while (!at.atEnd() && !at.accept(")")) {
                columns += at.next().is(",") ? 1 : 0;
            }
        }
        at.accept("with", "oids");
        return at.accept("from", "stdin") ? new CopyTarget(table, columns) : null;
    }

    /** The target in an entry's own COPY, in its schema where that is not named. */
    static @Nullable CopyTarget of(TocEntry entry) {
        if (entry.copyStmt() == null) {
            return null;
        }
        CopyTarget target = of(Tokens.of(withoutEnd(entry.copyStmt()), true));
        if (target == null || target.table.schema() != null) {
            return target;
        }
        return new CopyTarget(
                new QualifiedName(entry.namespace(), target.table.name()), target.columns);
    }

    /** Only the last semicolon ends the statement; others may stand in a name. */
    private static String withoutEnd(String statement) {
        String stripped = statement.stripTrailing();
        return stripped.endsWith(";") ? stripped.substring(0, stripped.length() - 1) : stripped;
    }
}
