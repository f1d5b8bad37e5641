package dev.muster.restore;

import dev.muster.restore.archive.SafeSql;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a script holds for one database, its sections read as one stream. */
final class ScriptPart extends InputStream {
    private final SafeSql script;
    private final Predicate<@Nullable String> wanted;
    private SafeSql.@Nullable Section section;
    private boolean ended;

    /**
     * Opens the script at its start.
     *
     * @param wanted tells by the database of a section whether it belongs to this part
     */
    ScriptPart(Path file, SafeSql.Scope scope, Predicate<@Nullable String> wanted) {
        script = SafeSql.open(file, scope);
        this.wanted = wanted;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (!ended) {
            if (section == null) {
                advance();
                continue;
            }
            int read = section.sql().read(buffer, offset, length);
            if (read >= 0) {
                return read;
            }
            section = null;
        }
        return -1;
    }

    private void advance() throws IOException {
        SafeSql.Section next = script.next();
        if (next == null) {
            ended = true;
        } else if (wanted.test(next.database())) {
            section = next;
        }
    }

    @Override
    public void close() throws IOException {
        script.close();
    }
}
