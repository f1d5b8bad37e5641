package dev.muster.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.CheckKind;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.Ledger;
import dev.muster.contract.result.LedgerKind;
import dev.muster.contract.result.LedgerScope;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.contract.result.ObjectState;
import dev.muster.restore.archive.Archive;
import dev.muster.restore.archive.ArchiveContents;
import dev.muster.restore.archive.TocEntry;
import dev.muster.restore.verify.Verified;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BookkeepingTest {
    private static final String SCRIPT =
            """
            --
            -- PostgreSQL database dump
            --

            -- Dumped from database version 15.4
            -- Dumped by pg_dump version 15.4

            --
            -- Name: orders; Type: TABLE; Schema: public; Owner: shop
            --

            CREATE TABLE public.orders (id integer, at date) PARTITION BY RANGE (at);

            --
            -- Name: orders_2026; Type: TABLE; Schema: public; Owner: shop
            --

            CREATE TABLE public.orders_2026 (id integer, at date);

            --
            -- Name: audit; Type: TABLE; Schema: public; Owner: shop
            --

            CREATE UNLOGGED TABLE public.audit (id integer);

            --
            -- Name: TABLE audit; Type: COMMENT; Schema: public; Owner: shop
            --

            COMMENT ON TABLE public.audit IS 'who did what';

            --
            -- Name: ids; Type: SEQUENCE; Schema: public; Owner: shop
            --

            CREATE SEQUENCE public.ids;

            --
            -- Name: total(); Type: FUNCTION; Schema: public; Owner: shop
            --

            CREATE FUNCTION public.total() RETURNS bigint LANGUAGE sql AS 'SELECT 1';

            --
            -- Data for Name: orders_2026; Type: TABLE DATA; Schema: public; Owner: shop
            --

            COPY public.orders_2026 (id, at) FROM stdin;
            1\t2026-01-01
            \\.

            --
            -- Name: ids; Type: SEQUENCE SET; Schema: public; Owner: shop
            --

            SELECT pg_catalog.setval('public.ids', 7, true);

            --
            -- PostgreSQL database dump complete
            --
            """;

    @TempDir private Path directory;

    private ArchiveContents archive;
    private final Map<Integer, ObjectOutcome> byEntry = new HashMap<>();
    private final Map<CheckKind, List<ObjectOutcome>> checks = new HashMap<>();
    private Map<String, String> through = Map.of();

    @BeforeEach
    void read() throws IOException {
        archive =
                Archive.read(
                        Files.writeString(directory.resolve("shop.sql"), SCRIPT),
                        Integer.MAX_VALUE,
                        _ -> {},
                        () -> false);
        for (TocEntry entry : entries()) {
            byEntry.put(entry.dumpId(), ObjectOutcome.passed(entry.tag()));
        }
        checks.put(
                CheckKind.ROW_COUNTS, List.of(ObjectOutcome.counted("public.orders_2026", 1, 1)));
        checks.put(CheckKind.SEQUENCES, List.of(ObjectOutcome.passed("public.ids")));
    }

    @Test
    void everyEntryIsInTheAccountOnce() {
        Ledger ledger = close();

        assertThat(ledger.addsUp()).isTrue();
        assertThat(ledger.entries()).isEqualTo(archive.entryCount()).isEqualTo(8);
        assertThat(ledger.beside()).isEqualTo(3);
        assertThat(ledger.objects()).isEqualTo(5);
        assertThat(kind(ledger, "FUNCTION").verifiedBy())
                .containsExactly(new LedgerKind.Verified(List.of(CheckKind.OBJECTS), 1));
    }

    @Test
    void tableWhoseRowsNobodyComparedIsNotVerified() {
        Ledger ledger = close();

        LedgerKind tables = kind(ledger, "TABLE");
        assertThat(tables.objects()).isEqualTo(3);
        // The partitioned table has no rows of its own, the unlogged one could have some.
        assertThat(tables.verified()).isEqualTo(2);
        assertThat(tables.others())
                .containsExactly(
                        new LedgerKind.Others(
                                ObjectState.NOT_CHECKED,
                                "no check has compared its data",
                                1,
                                List.of("public.audit")));
    }

    @Test
    void rowsComparedAtThePartitionedTableCountForItsPartition() {
        checks.put(CheckKind.ROW_COUNTS, List.of(ObjectOutcome.counted("public.orders", 1, 1)));
        assertThat(kind(close(), "TABLE").verified()).isEqualTo(1);

        through = Map.of("public.orders_2026", "public.orders");
        assertThat(kind(close(), "TABLE").verified()).isEqualTo(2);
    }

    @Test
    void objectThatNoCheckKnowsOfIsAHole() {
        byEntry.remove(entry("FUNCTION").dumpId());

        Ledger ledger = close();

        assertThat(ledger.addsUp()).isFalse();
        assertThat(ledger.unaccounted()).containsExactly("function public.total()");
    }

    @Test
    void objectsAreNotCheckedWhereTheDrillEndedBeforeTheChecks() {
        Ledger ledger = new Bookkeeping(archive, null, null).close(List.of());

        assertThat(ledger.addsUp()).isTrue();
        assertThat(ledger.verified()).isZero();
        assertThat(kind(ledger, "TABLE").notChecked()).isEqualTo(3);
    }

    @Test
    void failedTableIsAcceptedForTheReasonOfThePlan() {
        checks.put(
                CheckKind.ROW_COUNTS,
                List.of(ObjectOutcome.failed("public.orders_2026", "1 row of 2 is missing", 2, 1)));
        assertThat(kind(close(), "TABLE").failed()).isEqualTo(1);

        Finding accepted =
                Finding.of(FindingCode.ROWS_MISSING, "public.orders_2026", "1 row is missing")
                        .accept("known, OPS-1");
        Ledger ledger = bookkeeping(null).close(List.of(accepted));

        assertThat(kind(ledger, "TABLE").accepted()).isEqualTo(1);
        assertThat(kind(ledger, "TABLE").others())
                .contains(
                        new LedgerKind.Others(
                                ObjectState.ACCEPTED,
                                "known, OPS-1",
                                1,
                                List.of("public.orders_2026")));
    }

    @Test
    void acceptanceOfOneTableAcceptsNoOther() {
        Finding accepted =
                Finding.of(FindingCode.ROWS_MISSING, "public.audit_log", "1 row is missing")
                        .accept("known, OPS-1");

        Ledger ledger = bookkeeping(null).close(List.of(accepted));

        assertThat(kind(ledger, "TABLE").accepted()).isZero();
        assertThat(kind(ledger, "TABLE").notChecked()).isEqualTo(1);
    }

    @Test
    void whatWasNotChosenIsNotChecked() {
        Set<Integer> ids =
                entries().stream()
                        .filter(e -> e.tag().equals("orders_2026") || e.tag().equals("ids"))
                        .filter(e -> !e.desc().equals("SEQUENCE SET"))
                        .map(TocEntry::dumpId)
                        .collect(Collectors.toSet());
        LedgerScope scope = new LedgerScope(false, List.of("orders_2026"), List.of(), 1, 3);

        Ledger ledger = bookkeeping(new Selected(scope, ids)).close(List.of());

        assertThat(ledger.addsUp()).isTrue();
        assertThat(ledger.scope()).isEqualTo(scope);
        assertThat(kind(ledger, "TABLE").verified()).isEqualTo(1);
        assertThat(kind(ledger, "TABLE").others())
                .containsExactly(
                        new LedgerKind.Others(
                                ObjectState.NOT_CHECKED,
                                Selected.NOT_CHOSEN,
                                2,
                                List.of("public.orders", "public.audit")));
        assertThat(kind(ledger, "SEQUENCE").others().getFirst().reason())
                .isEqualTo(Selected.WITHOUT_DATA);
    }

    @Test
    void namesAreKeptUpToABoundAndCountsAreWhole() {
        KindBook book = new KindBook("TABLE");
        for (int i = 0; i < 3000; i++) {
            book.enter(ObjectAccount.notChecked("TABLE", "t" + i, "reason " + i % 500));
        }

        LedgerKind kind = book.close();

        assertThat(kind.notChecked()).isEqualTo(3000);
        assertThat(kind.others().stream().mapToInt(o -> o.names().size()).sum())
                .isEqualTo(Ledger.MOST_NAMES);
        assertThat(kind.others()).hasSize(Ledger.MOST_REASONS + 1);
    }

    private Ledger close() {
        return bookkeeping(null).close(List.of());
    }

    private Bookkeeping bookkeeping(@org.jspecify.annotations.Nullable Selected selected) {
        Bookkeeping books = new Bookkeeping(archive, null, selected);
        books.verified(
                archive.databases().getFirst(),
                new Verified(
                        checks.entrySet().stream()
                                .map(e -> new CheckResult(e.getKey(), 0, e.getValue()))
                                .toList(),
                        List.of(),
                        byEntry,
                        through));
        return books;
    }

    private List<TocEntry> entries() {
        return archive.databases().getFirst().entries();
    }

    private TocEntry entry(String desc) {
        return entries().stream().filter(e -> e.desc().equals(desc)).findFirst().orElseThrow();
    }

    private static LedgerKind kind(Ledger ledger, String kind) {
        return ledger.of(kind).orElseThrow();
    }
}
