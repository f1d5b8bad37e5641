package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.CheckKind;
import dev.muster.contract.ContractJson;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Severity;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.DrillResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan's rules and its history, from the file to the verdict. */
class OwnRulesIT {
    private static final String RULES =
            """
            rules:
              no-debts: { sql: "SELECT count(*) FROM orders WHERE total < 0", expect: "= 0" }
              first-order: { canary: { table: orders, where: id = 1, column: customer, equals: Ada4711 } }
              fresh: { newest: { table: orders, column: made, within: 3d } }
              enough: { rows: { table: orders, min: 150 } }
            """;

    @TempDir Path directory;

    @Test
    void rulesThatHoldAreInTheLedger() throws IOException {
        store(1, script(1, 200, "Ada4711"));
        DrillResult result = drill(RULES, 0);
        assertThat(result.verdict()).isEqualTo(Verdict.PROVEN);
        CheckResult rules = check(result, CheckKind.RULES);
        assertThat(rules.passed()).isEqualTo(4);
        assertThat(rules.objects()).hasSize(4);
        assertThat(check(result, CheckKind.HISTORY).notChecked()).isEqualTo(1);
    }

    @Test
    void rulesThatDoNotHoldBreakTheBackupAndTellNoValue() throws IOException {
        store(1, script(9, 100, "Eve0815"));
        DrillResult result = drill(RULES, 1);
        assertThat(result.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(result.findings())
                .filteredOn(f -> f.severity() == Severity.ERROR)
                .extracting(Finding::code)
                .containsExactlyInAnyOrder(
                        FindingCode.CANARY_LOST,
                        FindingCode.NEWEST_VALUE_OLD,
                        FindingCode.RULE_FAILED);
        assertThat(directory.resolve("result.json"))
                .content()
                .doesNotContain("Ada4711")
                .doesNotContain("Eve0815");
    }

    @Test
    void wrongRuleMakesADrillUnproven() throws IOException {
        store(1, script(1, 200, "Ada4711"));
        DrillResult result =
                drill(RULES + "  typo: { sql: SELECT count(*) FROM ordres, expect: 200 }\n", 2);
        assertThat(result.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(result.findings())
                .filteredOn(f -> f.severity() == Severity.ERROR)
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.RULE_WRONG);
                    assertThat(f.message())
                            .contains("relation \"ordres\" does not exist at character 22");
                });
    }

    @Test
    void rowsThatFellSinceTheLastProvenDrillCountAsThePlanSays() throws IOException {
        String history = "history: { fall: 10%, severity: error }\n";
        store(3, script(3, 200, "Ada"));
        assertThat(drill(history, 0).verdict()).isEqualTo(Verdict.PROVEN);
        store(2, script(2, 185, "Ada"));
        DrillResult second = drill(history, 0);
        assertThat(check(second, CheckKind.HISTORY).passed()).isEqualTo(1);
        store(1, script(1, 150, "Ada"));
        DrillResult third = drill(history, 1);
        assertThat(third.findings())
                .filteredOn(f -> f.severity() == Severity.ERROR)
                .extracting(Finding::code, Finding::object)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                FindingCode.ROWS_FELL, "public.orders"));
    }

    @Test
    void anExtensionThatMayBeMissingIsAcceptedForTheReasonThatThePlanGives() throws IOException {
        String script = script(1, 200, "Ada");
        int where = script.indexOf("--\n-- Name: orders; Type: TABLE");
        store(
                1,
                script.substring(0, where)
                        + """
                        --
                        -- Name: no_such_cron; Type: EXTENSION; Schema: -; Owner: -
                        --

                        CREATE EXTENSION IF NOT EXISTS no_such_cron WITH SCHEMA pg_catalog;

                        """
                        + script.substring(where));
        assertThat(drill("rules: {}\n", 2).verdict()).isEqualTo(Verdict.UNPROVEN);

        DrillResult result =
                drill("ignoreExtensions: { no_such_cron: its jobs are not needed here }\n", 0);

        assertThat(result.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(result.findings())
                .filteredOn(f -> f.code() == FindingCode.EXTENSION_MISSING)
                .extracting(Finding::object, Finding::accepted)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "no_such_cron", "its jobs are not needed here"));
    }

    private DrillResult drill(String expect, int exitCode) throws IOException {
        Path plans = directory.resolve("muster.yaml");
        Files.writeString(
                plans,
                """
                plans:
                  shop:
                    stores: { directory: store }
                    backups: { pattern: "shop-{timestamp:yyyyMMdd}.sql" }
                    select: { mode: latest }
                    expect:
                """
                        + expect.indent(6));
        Path json = directory.resolve("result.json");
        Session session =
                Session.muster(
                        "drill",
                        "shop",
                        "--config",
                        plans.toString(),
                        "--records",
                        directory.resolve("records").toString(),
                        "--json",
                        json.toString());
        assertThat(session.exitCode()).as(session.out() + session.err()).isEqualTo(exitCode);
        return ContractJson.readResult(Files.readString(json));
    }

    private static CheckResult check(DrillResult result, CheckKind kind) {
        return result.checks().stream().filter(c -> c.check() == kind).findFirst().orElseThrow();
    }

    private void store(int daysAgo, String script) throws IOException {
        String day = LocalDate.now(ZoneOffset.UTC).minusDays(daysAgo).toString().replace("-", "");
        Path file = directory.resolve("store/shop-" + day + ".sql");
        Files.createDirectories(file.getParent());
        Files.writeString(file, script);
    }

    /** As pg_dump writes it, of one table whose newest row is so many days old. */
    private static String script(int daysAgo, int rows, String customer) {
        String data =
                IntStream.rangeClosed(1, rows)
                        .mapToObj(id ->
                                "%d\t%s\t%d.50\t%s\n"
                                        .formatted(
                                                id,
                                                id == 1 ? customer : "Bob",
                                                id,
                                                LocalDate.now(ZoneOffset.UTC)
                                                        .minusDays(daysAgo + rows - id)))
                        .collect(Collectors.joining());
        return """
        --
        -- PostgreSQL database dump
        --

        -- Dumped from database version 15.6
        -- Dumped by pg_dump version 15.6

        SET statement_timeout = 0;
        SET client_encoding = 'UTF8';
        SET standard_conforming_strings = on;
        SELECT pg_catalog.set_config('search_path', '', false);

        --
        -- Name: orders; Type: TABLE; Schema: public; Owner: -
        --

        CREATE TABLE public.orders (
            id integer NOT NULL,
            customer text,
            total numeric,
            made date
        );


        --
        -- Data for Name: orders; Type: TABLE DATA; Schema: public; Owner: -
        --

        COPY public.orders (id, customer, total, made) FROM stdin;
        """
                + data
                + """
                \\.


                --
                -- Name: orders orders_pkey; Type: CONSTRAINT; Schema: public; Owner: -
                --

                ALTER TABLE ONLY public.orders
                    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);


                --
                -- PostgreSQL database dump complete
                --

                """;
    }
}
