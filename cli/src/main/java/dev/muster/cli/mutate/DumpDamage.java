package dev.muster.cli.mutate;

import dev.muster.cli.mutate.Kind.InDump;
import dev.muster.cli.mutate.Kind.Source;
import java.util.List;

/** The kinds of damage that a backup job does: the restored database is dumped again, and wrongly. */
final class DumpDamage {
    private static final String TABLES =
            "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r'"
                    + " AND pg_relation_size(c.oid) > 0 AND "
                    + ObjectDamage.OWN.formatted("c.oid");

    static final List<InDump> KINDS =
            List.of(
                    new InDump(
                            "dump-schema-only",
                            "the dump was made with --schema-only",
                            "SELECT 'the whole dump', '--schema-only'",
                            Source.UNCHANGED,
                            Remedy.KEY_TABLES),
                    new InDump(
                            "dump-without-table",
                            "the dump was made with --exclude-table",
                            "SELECT c.oid::regclass::text, format('--exclude-table=%I.%I',"
                                    + " n.nspname, c.relname) "
                                    + TABLES,
                            Source.UNCHANGED,
                            Remedy.KEY_TABLES),
                    new InDump(
                            "dump-without-rows",
                            "the dump was made with --exclude-table-data",
                            "SELECT c.oid::regclass::text, format('--exclude-table-data=%I.%I',"
                                    + " n.nspname, c.relname) "
                                    + TABLES,
                            Source.UNCHANGED,
                            Remedy.KEY_TABLES),
                    new InDump(
                            "dump-of-empty-database",
                            "the dump is one of an empty database",
                            "",
                            Source.EMPTY,
                            Remedy.KEY_TABLES),
                    new InDump(
                            "dump-of-other-database",
                            "the dump is one of another database",
                            "",
                            Source.OTHER,
                            Remedy.KEY_TABLES),
                    new InDump(
                            "stale-data",
                            "the dump is one of an earlier state: the rows written last are lacking",
                            "",
                            Source.STALE,
                            Remedy.MANIFEST));

    private DumpDamage() {}
}
