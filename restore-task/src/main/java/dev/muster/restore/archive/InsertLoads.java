package dev.muster.restore.archive;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts the rows that INSERT loads; of many alike, only the first one's names are read. */
final class InsertLoads {
    private final PlainCluster cluster;
    private final HostileSearch search;
    private byte[] prefix = {};
    private @Nullable QualifiedName target;

    InsertLoads(PlainCluster cluster, HostileSearch search) {
        this.cluster = cluster;
        this.search = search;
    }

    /** From here on the same name may mean another table. */
    void newNames() {
        target = null;
    }

    void take(SqlLexer lexer) {
        QualifiedName table = target;
        if (table == null || !lexer.statement().startsWith(prefix)) {
            byte[] head = lexer.statement().head();
            String text = TextEncoding.decode(head, cluster.current().encoding());
            List<Token> tokens = Tokens.of(text, true);
            QualifiedName named = InsertRows.inserted(tokens);
            if (named == null) {
                return;
            }
            table = cluster.current().loaded(named);
            target = table;
            prefix = prefix(head);
            search.statement(tokens, table.toString(), "line " + lexer.statement().startLine());
        }
        PlainDatabase database = cluster.current();
        database.load(table, null, lexer.statement().startLine());
        database.tally()
                .add(
                        table,
                        new Census.TableCount(
                                lexer.rows(), lexer.statement().length(), lexer.isCountable()));
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
}
