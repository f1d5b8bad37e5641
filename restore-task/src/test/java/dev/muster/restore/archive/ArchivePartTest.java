package dev.muster.restore.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArchivePartTest {
    private final List<TocEntry> entries = new ArrayList<>();
    private int last;

    @Test
    void tableComesWithItsOwnAndWithWhatItNeeds() {
        shop();

        assertThat(part("orders"))
                .containsExactlyInAnyOrder(
                        "ENCODING ENCODING",
                        "SCHEMA shop",
                        "TYPE shop.state",
                        "EXTENSION citext",
                        "TABLE shop.orders",
                        "COMMENT shop.TABLE orders",
                        "ACL shop.TABLE orders",
                        "SEQUENCE shop.orders_id_seq",
                        "SEQUENCE OWNED BY shop.orders_id_seq",
                        "SEQUENCE SET shop.orders_id_seq",
                        "DEFAULT shop.orders id",
                        "TABLE DATA shop.orders",
                        "CONSTRAINT shop.orders orders_pkey",
                        "INDEX shop.orders_at",
                        "FUNCTION shop.stamp()",
                        "TRIGGER shop.orders stamp");
    }

    @Test
    void foreignKeyIsRestoredOnlyWithBothItsTables() {
        shop();

        assertThat(part("orders")).doesNotContain("FK CONSTRAINT shop.orders orders_customer_fk");
        assertThat(part("orders", "shop.customers"))
                .contains(
                        "FK CONSTRAINT shop.orders orders_customer_fk",
                        "TABLE DATA shop.customers");
    }

    @Test
    void viewBringsItsTablesWithoutTheirRows() {
        shop();

        assertThat(part("latest"))
                .contains("VIEW shop.latest", "TABLE shop.orders", "TYPE shop.state")
                .doesNotContain(
                        "TABLE DATA shop.orders",
                        "INDEX shop.orders_at",
                        "TRIGGER shop.orders stamp");
    }

    @Test
    void materializedViewBringsTheRowsThatFillIt() {
        shop();

        assertThat(part("totals"))
                .contains(
                        "MATERIALIZED VIEW shop.totals",
                        "MATERIALIZED VIEW DATA shop.totals",
                        "TABLE DATA shop.orders",
                        "VIEW shop.latest");
    }

    @Test
    void partitionedTableBringsItsPartitions() {
        partitions("COPY log.y2026 (id) FROM stdin;\n");

        assertThat(part("log.events"))
                .contains(
                        "TABLE log.events",
                        "TABLE log.y2026",
                        "TABLE log.m01",
                        "TABLE ATTACH log.y2026",
                        "TABLE ATTACH log.m01",
                        "TABLE DATA log.y2026",
                        "TABLE DATA log.m01",
                        "INDEX ATTACH log.y2026_id",
                        "INDEX log.y2026_id");
    }

    @Test
    void partitionBringsTheTableAboveItAndNotItsSiblings() {
        partitions("COPY log.y2026 (id) FROM stdin;\n");

        assertThat(part("m01"))
                .contains("TABLE log.m01", "TABLE DATA log.m01", "TABLE log.m", "TABLE log.events")
                .contains("TABLE ATTACH log.m01", "TABLE ATTACH log.m")
                .doesNotContain("TABLE log.y2026", "TABLE DATA log.y2026", "INDEX log.events_id");
    }

    @Test
    void partitionThatIsLoadedThroughItsRootBringsAllOfThem() {
        partitions("COPY log.events (id) FROM stdin;\n");

        assertThat(part("y2026")).contains("TABLE DATA log.m01", "TABLE log.events");
    }

    @Test
    void partitionThatIsAttachedBehindItsTableIsOneToo() {
        int parent = add("TABLE", "public", "a", "CREATE TABLE public.a () PARTITION BY LIST (x);");
        add(
                "TABLE",
                "public",
                "a1",
                "CREATE TABLE public.a1 (x integer);\nALTER TABLE ONLY public.a ATTACH PARTITION"
                        + " public.a1 FOR VALUES IN (1);\n",
                parent);

        assertThat(part("a")).contains("TABLE public.a1");
    }

    @Test
    void ruleOfAnotherTableStaysAway() {
        int a = add("TABLE", "public", "a", "CREATE TABLE public.a ();");
        int b = add("TABLE", "public", "b", "CREATE TABLE public.b ();");
        add("RULE", "public", "a to_b", "CREATE RULE to_b AS ON INSERT TO public.a …", a, b);
        add("POLICY", "public", "b seen", "CREATE POLICY seen ON public.b …", b, a);

        assertThat(part("b")).contains("POLICY public.b seen").doesNotContain("RULE public.a to_b");
        assertThat(part("a")).contains("RULE public.a to_b").doesNotContain("POLICY public.b seen");
    }

    @Test
    void schemaBringsAllThatIsInIt() {
        shop();
        int other = add("SCHEMA", null, "other", "CREATE SCHEMA other;");
        add("TABLE", "other", "notes", "CREATE TABLE other.notes ();", other);
        add("FUNCTION", "other", "f()", "CREATE FUNCTION other.f() …", other);
        add("PUBLICATION TABLE", "other", "p notes", "ALTER PUBLICATION …", other);

        assertThat(schema("other"))
                .containsExactlyInAnyOrder(
                        "ENCODING ENCODING",
                        "SCHEMA other",
                        "TABLE other.notes",
                        "FUNCTION other.f()");
        assertThat(schema("shop")).contains("TABLE DATA shop.orders", "TABLE DATA shop.customers");
    }

    @Test
    void schemaAloneLeavesOutAllData() {
        shop();
        int blob = add("BLOB", null, "16400", "");
        add("ACL", null, "LARGE OBJECT 16400", "GRANT …", blob);

        Set<String> part = names(ArchivePart.of(database(), List.of(), List.of(), true));

        assertThat(part)
                .contains("TABLE shop.orders", "INDEX shop.orders_at", "TRIGGER shop.orders stamp")
                .noneMatch(name -> name.contains(" DATA ") || name.contains("SEQUENCE SET"))
                .noneMatch(name -> name.contains("BLOB") || name.contains("LARGE OBJECT"));
    }

    @Test
    void namesAreFoundAsPeopleWriteThem() {
        add("TABLE", "public", "Order Items", "CREATE TABLE …");
        add("TABLE", "public", "users", "CREATE TABLE …");
        add("TABLE", "audit", "users", "CREATE TABLE …");

        assertThat(part("\"Order Items\"")).contains("TABLE public.Order Items");
        assertThat(part("public.Order Items")).contains("TABLE public.Order Items");
        assertThat(part("USERS")).contains("TABLE public.users", "TABLE audit.users");
        assertThat(part("audit.users")).doesNotContain("TABLE public.users");
    }

    @Test
    void unknownNamesAreTold() {
        shop();

        ArchivePart.Found found =
                ArchivePart.of(database(), List.of("orders", "ordres"), List.of("shap"), false);

        assertThat(found.unknownTables()).containsExactly("ordres");
        assertThat(found.unknownSchemas()).containsExactly("shap");
        assertThat(ArchivePart.tables(database())).contains("shop.orders", "shop.latest");
        assertThat(ArchivePart.schemas(database())).containsExactly("shop");
    }

    @Test
    void onlyChosenTablesAreCounted() {
        shop();

        assertThat(ArchivePart.of(database(), List.of("latest"), List.of(), false).tables())
                .isZero();
        assertThat(ArchivePart.of(database(), List.of("totals"), List.of(), false).tables())
                .isOne();
    }

    private void shop() {
        add("ENCODING", null, "ENCODING", "SET client_encoding = 'UTF8';");
        int schema = add("SCHEMA", null, "shop", "CREATE SCHEMA shop;");
        int type = add("TYPE", "shop", "state", "CREATE TYPE shop.state …", schema);
        int citext = add("EXTENSION", null, "citext", "CREATE EXTENSION citext;");
        add("EXTENSION", null, "hstore", "CREATE EXTENSION hstore;");
        int orders =
                add(
                        "TABLE",
                        "shop",
                        "orders",
                        "CREATE TABLE shop.orders ();",
                        schema,
                        type,
                        citext);
        add("COMMENT", "shop", "TABLE orders", "COMMENT …", orders);
        int customers =
                add("TABLE", "shop", "customers", "CREATE TABLE shop.customers ();", schema);
        int sequence = add("SEQUENCE", "shop", "orders_id_seq", "CREATE SEQUENCE …", schema);
        add("SEQUENCE OWNED BY", "shop", "orders_id_seq", "ALTER …", sequence, orders);
        add("DEFAULT", "shop", "orders id", "ALTER …", sequence, orders);
        int view = add("VIEW", "shop", "latest", "CREATE VIEW …", orders, schema);
        int totals = add("MATERIALIZED VIEW", "shop", "totals", "CREATE …", view, schema);
        add("TABLE DATA", "shop", "orders", "", orders);
        add("TABLE DATA", "shop", "customers", "", customers);
        add("SEQUENCE SET", "shop", "orders_id_seq", "SELECT …", sequence);
        add("MATERIALIZED VIEW DATA", "shop", "totals", "REFRESH …", totals);
        add("CONSTRAINT", "shop", "orders orders_pkey", "ALTER …", orders);
        int key = add("CONSTRAINT", "shop", "customers customers_pkey", "ALTER …", customers);
        add("INDEX", "shop", "orders_at", "CREATE INDEX …", orders);
        int stamp = add("FUNCTION", "shop", "stamp()", "CREATE FUNCTION …", schema);
        add("TRIGGER", "shop", "orders stamp", "CREATE TRIGGER …", orders, stamp);
        add("FK CONSTRAINT", "shop", "orders orders_customer_fk", "…", orders, customers, key);
        add("ACL", "shop", "TABLE orders", "GRANT …", orders);
        add("EVENT TRIGGER", null, "watch", "CREATE EVENT TRIGGER …");
    }

    /** events, with the partition y2026 and the partitioned m, with m01. */
    private void partitions(String copy) {
        int schema = add("SCHEMA", null, "log", "CREATE SCHEMA log;");
        int events = add("TABLE", "log", "events", "CREATE … PARTITION BY RANGE (id);", schema);
        int year = add("TABLE", "log", "y2026", "CREATE TABLE log.y2026 (id integer);", schema);
        int months = add("TABLE", "log", "m", "CREATE … PARTITION BY RANGE (id);", schema);
        int first = add("TABLE", "log", "m01", "CREATE TABLE log.m01 (id integer);", schema);
        attach("events", "y2026", events, year);
        attach("events", "m", events, months);
        attach("m", "m01", months, first);
        data("y2026", copy, year);
        data("m01", copy.replace("y2026", "m01"), first);
        int index = add("INDEX", "log", "y2026_id", "CREATE INDEX …", year);
        int above = add("INDEX", "log", "events_id", "CREATE INDEX …", events, index);
        add("INDEX ATTACH", "log", "y2026_id", "ALTER INDEX …", index, above);
    }

    private void attach(String parent, String child, int parentId, int childId) {
        String statement =
                "ALTER TABLE ONLY log.%s ATTACH PARTITION log.%s FOR VALUES FROM (1) TO (2);"
                        .formatted(parent, child);
        add("TABLE ATTACH", "log", child, statement, parentId, childId);
    }

    private int add(
            String desc, @Nullable String schema, String tag, String defn, Integer... needs) {
        return add(desc, schema, tag, defn, null, needs);
    }

    private void data(String tag, String copy, int table) {
        int _ = add("TABLE DATA", "log", tag, "", copy, table);
    }

    private int add(
            String desc,
            @Nullable String schema,
            String tag,
            String defn,
            @Nullable String copy,
            Integer... needs) {
        entries.add(
                new TocEntry(
                        ++last,
                        desc,
                        schema,
                        tag,
                        "shop",
                        null,
                        null,
                        0,
                        defn,
                        "",
                        copy,
                        List.of(needs),
                        Section.of(desc),
                        copy != null,
                        -1,
                        null,
                        0));
        return last;
    }

    private DatabaseContents database() {
        return DatabaseContents.of("shop", "UTF8", entries, true);
    }

    private Set<String> part(String... tables) {
        return names(ArchivePart.of(database(), List.of(tables), List.of(), false));
    }

    private Set<String> schema(String schema) {
        return names(ArchivePart.of(database(), List.of(), List.of(schema), false));
    }

    private Set<String> names(ArchivePart.Found found) {
        assertThat(found.unknownTables()).isEmpty();
        assertThat(found.unknownSchemas()).isEmpty();
        Set<String> names = new TreeSet<>();
        entries.stream()
                .filter(entry -> found.ids().contains(entry.dumpId()))
                .forEach(entry -> names.add(entry.desc() + " " + entry.name()));
        return names;
    }
}
