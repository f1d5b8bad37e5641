package dev.muster.restore.mutate;

import dev.muster.restore.Bench;
import dev.muster.restore.mutate.Kind.InDump;
import dev.muster.restore.mutate.Kind.Source;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;

/**
 * The kinds of damage that a backup job does: the restored database is dumped again, and wrongly.
 */
final class DumpDamage {
    private static final String TABLES =
            """
            FROM pg_class c {schema c.relnamespace}
             WHERE c.relkind = 'r' AND pg_relation_size(c.oid) > 0 AND {own c.oid}
            """;

    private static final Target WHOLE = new Target("the whole dump", "");

    private static final String ANOTHER =
            "CREATE TABLE public.other (id int PRIMARY KEY); INSERT INTO public.other SELECT"
                    + " generate_series(1, 1000)";

    static final List<InDump> KINDS =
            List.of(
                    wrong(
                            "dump-schema-only",
                            "the dump was made with --schema-only",
                            "SELECT 'the whole dump', '--schema-only'"),
                    wrong(
                            "dump-data-only",
                            "the dump was made with --data-only",
                            "SELECT 'the whole dump', '--data-only'"),
                    wrong(
                            "dump-without-table",
                            "the dump was made with --exclude-table",
                            "SELECT c.oid::regclass::text, format('--exclude-table=%I.%I', n.nspname,"
                                    + " c.relname) "
                                    + TABLES),
                    wrong(
                            "dump-without-rows",
                            "the dump was made with --exclude-table-data",
                            "SELECT c.oid::regclass::text, format('--exclude-table-data=%I.%I',"
                                    + " n.nspname, c.relname) "
                                    + TABLES),
                    wrong(
                            "dump-without-schema",
                            "the dump was made with --exclude-schema",
                            "SELECT n.nspname::text, format('--exclude-schema=%I', n.nspname) FROM"
                                    + " pg_namespace n WHERE n.nspname <> 'public' AND {own n.oid}"),
                    wrong(
                            "dump-without-large-objects",
                            "the dump was made with --no-blobs",
                            "SELECT 'the whole dump', '--no-blobs' WHERE EXISTS (SELECT FROM"
                                    + " pg_largeobject_metadata)"),
                    another(
                            "dump-of-empty-database",
                            "the dump is one of an empty database",
                            Source.EMPTY),
                    another(
                            "dump-of-other-database",
                            "the dump is one of another database",
                            Source.OTHER),
                    new InDump(
                            "stale-data",
                            "the dump is one of an earlier state: the rows written last are lacking",
                            "",
                            Source.STALE,
                            Remedy.MANIFEST));

    private DumpDamage() {}

    /** Makes the database that is dumped; gives what is damaged, and the option of pg_dump. */
    static Target prepare(InDump kind, Bench.Copy copy, Random random)
            throws Uncounted, SQLException {
        try (Connection connection = copy.connect();
                Statement statement = connection.createStatement()) {
            Target target =
                    switch (kind.source()) {
                        case EMPTY -> WHOLE;
                        case OTHER -> {
                            statement.execute(ANOTHER);
                            yield WHOLE;
                        }
                        case STALE -> {
                            List<Target> targets =
                                    Target.pick(connection, RowDamage.NEWEST.pick(), random);
                            yield Target.strikeFirst(connection, targets, true);
                        }
                        case UNCHANGED ->
                                Target.pick(connection, kind.pick(), random).stream()
                                        .findFirst()
                                        .orElse(null);
                    };
            if (target == null) {
                throw Uncounted.notApplicable("there is nothing in the database that it fits");
            }
            return target;
        }
    }

    private static InDump wrong(String name, String what, String pick) {
        return new InDump(name, what, Catalogs.sql(pick), Source.UNCHANGED, Remedy.KEY_TABLES);
    }

    private static InDump another(String name, String what, Source source) {
        return new InDump(name, what, "", source, Remedy.KEY_TABLES);
    }
}
