package dev.muster.restore;

import dev.muster.restore.archive.ArchiveContents;
import dev.muster.restore.archive.ArchiveFormat;
import dev.muster.restore.archive.SafeSql;
import dev.muster.restore.postgres.restore.Payload;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Hands an archive on disk to PostgreSQL's own tools. */
final class ArchivePayload {
    private ArchivePayload() {}

    /** For pg_restore. */
    static Payload.Archive archive(ArchiveContents archive) {
        return new Payload.Archive(archive.payload(), format(archive.format()));
    }

    /** A plain script for psql, all of it. */
    static Payload.Script wholeScript(ArchiveContents archive, SafeSql.Scope scope) {
        return script(archive, scope, _ -> true);
    }

    /** What pg_dumpall's script holds for one database; null for what comes before the first. */
    static Payload.Script script(ArchiveContents archive, @Nullable String database) {
        return script(archive, SafeSql.Scope.SERVER, name -> Objects.equals(name, database));
    }

    private static Payload.Script script(
            ArchiveContents archive, SafeSql.Scope scope, Predicate<@Nullable String> wanted) {
        return new Payload.Script(
                () -> new ScriptPart(archive.payload(), scope, wanted), archive.size());
    }

    private static Payload.Format format(ArchiveFormat format) {
        return switch (format) {
            case CUSTOM -> Payload.Format.CUSTOM;
            case DIRECTORY -> Payload.Format.DIRECTORY;
            case TAR -> Payload.Format.TAR;
            case PLAIN, DUMPALL ->
                    throw new IllegalArgumentException("psql restores " + format.word());
        };
    }
}
