package dev.muster.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.plan.PlanFile;
import dev.muster.contract.plan.Rule;
import dev.muster.restore.archive.DatabaseContents;
import dev.muster.restore.archive.DatabaseLocale;
import dev.muster.restore.archive.NamesInside;
import dev.muster.restore.archive.Section;
import dev.muster.restore.archive.TocEntry;
import dev.muster.restore.postgres.restore.RestoreOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleAssignmentTest {
    private static final String QUERY = "sql: SELECT 1, expect: 1";
    private static final RestoredDatabase POSTGRES = database("postgres");
    private static final RestoredDatabase SHOP = database("shop", "users", "orders");
    private static final RestoredDatabase CRM = database("crm", "users");

    @TempDir Path directory = Path.of("unset");

    @Test
    void onlyDatabaseIsMeant() throws IOException {
        assertThat(of(QUERY, SHOP).byDatabase()).containsOnlyKeys(SHOP);
        assertThat(of(QUERY, POSTGRES).byDatabase()).containsOnlyKeys(POSTGRES);
        assertThat(of(QUERY + ", database: any", database(null)).byDatabase()).hasSize(1);
    }

    @Test
    void queryIsAboutTheOnlyDatabaseThatHoldsAnything() throws IOException {
        assertThat(of(QUERY, POSTGRES, SHOP).byDatabase()).containsOnlyKeys(SHOP);
    }

    @Test
    void tableTellsTheDatabase() throws IOException {
        Map<RestoredDatabase, List<Rule>> found =
                of("rows: { table: orders, min: 1 }", POSTGRES, CRM, SHOP).byDatabase();
        assertThat(found).containsOnlyKeys(SHOP);
    }

    @Test
    void namedDatabaseIsTaken() throws IOException {
        assertThat(of(QUERY + ", database: crm", POSTGRES, SHOP, CRM).byDatabase())
                .containsOnlyKeys(CRM);
    }

    @Test
    void ruleThatCanBeAboutSeveralIsAboutNone() throws IOException {
        for (String rule : List.of(QUERY, "rows: { table: users, min: 1 }")) {
            RuleAssignment assignment = of(rule, POSTGRES, SHOP, CRM);
            assertThat(assignment.byDatabase()).isEmpty();
            assertThat(assignment.astray().keySet())
                    .singleElement()
                    .satisfies(reason -> {
                        assertThat(reason.why()).contains("\"shop\", \"crm\"");
                        assertThat(reason.hint()).contains("add database:");
                    });
        }
    }

    @Test
    void databaseThatTheArchiveDoesNotHoldIsSaid() throws IOException {
        assertThat(of(QUERY + ", database: shpo", SHOP).astray().keySet())
                .extracting(RuleAssignment.Reason::why)
                .containsExactly("the archive holds no database \"shpo\", but \"shop\"");
    }

    private RuleAssignment of(String rule, RestoredDatabase... databases) throws IOException {
        Path file = directory.resolve("muster.yaml");
        Files.writeString(
                file,
                "plans: { shop: { stores: { directory: /b }, expect: { rules: { mine: { "
                        + rule
                        + " } } } } }");
        return RuleAssignment.of(
                PlanFile.read(file).plan("shop").expect().rules().values(), List.of(databases));
    }

    static RestoredDatabase database(@Nullable String name, String... tables) {
        List<TocEntry> entries = new ArrayList<>();
        for (String table : tables) {
            entries.add(
                    new TocEntry(
                            entries.size() + 1,
                            "TABLE",
                            "public",
                            table,
                            null,
                            null,
                            null,
                            0,
                            "CREATE TABLE public." + table + " ();",
                            "",
                            null,
                            List.of(),
                            Section.PRE_DATA,
                            false,
                            -1,
                            null,
                            0));
        }
        DatabaseContents contents =
                new DatabaseContents(
                        name,
                        "UTF8",
                        new DatabaseLocale(null, null, null, null, null, null),
                        entries,
                        new NamesInside(
                                Set.of(), List.of(), Set.of(), Set.of(), Set.of(), Set.of()));
        return new RestoredDatabase(
                contents,
                name == null ? "restored" : name,
                new RestoreOutcome(List.of(), List.of(), true, 0, 0, 0, Duration.ZERO));
    }
}
