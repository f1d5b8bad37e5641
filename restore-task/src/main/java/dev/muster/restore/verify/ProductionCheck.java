package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.PRODUCTION;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.plan.CompareSpec;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.manifest.QualifiedName;
import dev.muster.manifest.TableContent;
import dev.muster.manifest.content.PinnedSettings;
import dev.muster.manifest.content.TableShape;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds a restored database against a live server, by the same questions to both. Work goes on
 * there after a backup is made, so that what differs is told and proves nothing either way.
 */
public final class ProductionCheck {
    private static final String WHOLE = "production";

    private final CompareSpec spec;
    private final Expectations expectations;
    private final boolean isPart;
    private final @Nullable Instant backupTime;
    private final Ledger ledger = new Ledger();

    private ProductionCheck(
            CompareSpec spec,
            Expectations expectations,
            boolean isPart,
            @Nullable Instant backupTime) {
        this.spec = spec;
        this.expectations = expectations;
        this.isPart = isPart;
        this.backupTime = backupTime;
    }

    /**
     * Compares.
     *
     * @param live opens a connection to the live server; only read-only transactions are begun
     * @param expectations what the archive holds, and what the restore knows of it
     * @param isPart whether only a part of the archive was restored: what production has beside it
     *     says nothing then
     * @param backupTime null where nothing tells it; then no rows are compared
     * @throws dev.muster.contract.FindingException SERVER_LOST where the restored database is gone
     */
    public static Verified run(
            ConnectionSource restored,
            ConnectionSource live,
            CompareSpec spec,
            Expectations expectations,
            boolean isPart,
            @Nullable Instant backupTime,
            VerifySettings settings) {
        ProductionCheck check = new ProductionCheck(spec, expectations, isPart, backupTime);
        long start = System.nanoTime();
        check.ledger.plan(PRODUCTION);
        try (LiveSession there = LiveSession.open(live, spec, settings.deadline());
                Session here = Session.open(restored, settings)) {
            check.compare(here, there);
        } catch (SQLException e) {
            notCompared("the live server: " + said(e), check.ledger);
        } catch (QueryFailed e) {
            check.ledger.notRun(PRODUCTION, WHOLE, e.reason());
        }
        check.ledger.took(PRODUCTION, start);
        return check.verified();
    }

    /** Where no restored database can be compared at all. */
    public static Verified notCompared(String why) {
        Ledger ledger = new Ledger();
        notCompared(why, ledger);
        return Verified.of(ledger);
    }

    private Verified verified() {
        return Verified.of(ledger);
    }

    private static void notCompared(String why, Ledger ledger) {
        ledger.add(PRODUCTION, ObjectOutcome.notChecked(WHOLE, why));
        ledger.add(
                Finding.of(
                        FindingCode.PRODUCTION_NOT_COMPARED,
                        null,
                        "the backup was not compared with production: " + why));
    }

    /**
     * What a live server's refusal amounts to. No statement of ours holds a value, and what is said
     * of a connection quotes none either.
     */
    public static String said(SQLException e) {
        String state = LiveSession.state(e);
        boolean connecting =
                LiveSession.lost(e) || state.startsWith("28") || state.startsWith("3D");
        Throwable deeper = e.getCause();
        String words =
                switch (state) {
                    case "57014" -> "a statement took too long";
                    case "55P03" -> "a lock was not had within 2 s";
                    case "42501" -> "the role may not read what is asked";
                    case "40001", "40P01" -> "the standby's recovery went on";
                    default ->
                            connecting
                                    ? firstLine(e)
                                            + (deeper == null || deeper.getMessage() == null
                                                    ? ""
                                                    : " " + firstLine(deeper))
                                    : "a statement failed";
                };
        return words + " (SQLSTATE " + state + ")";
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private void compare(Session here, LiveSession there) throws SQLException, QueryFailed {
        SessionQueries queries = new SessionQueries(here);
        here.execute(PinnedSettings.sql());
        List<TableShape> mine = tables(TableShape.readAll(queries));
        List<TableShape> theirs = tables(TableShape.readAll(there));
        Set<QualifiedName> known =
                theirs.stream().map(TableShape::name).collect(Collectors.toSet());
        if (!mine.isEmpty() && mine.stream().map(TableShape::name).noneMatch(known::contains)) {
            notCompared(
                    "none of the backup's %,d tables is in the database that `compare` names"
                            .formatted(mine.size()),
                    ledger);
            return;
        }
        DefinitionSet theirDefinitions = DefinitionSet.read(there, there.major());
        DefinitionSet myDefinitions = DefinitionSet.read(queries, here.serverMajor());
        new ProductionDefinitions(spec, new Excuses(expectations), isPart, ledger)
                .compare(myDefinitions, theirDefinitions, here.serverMajor() != there.major());
        Instant made = backupTime;
        if (made == null) {
            ledger.add(
                    PRODUCTION,
                    ObjectOutcome.notChecked("rows", "nothing tells when the backup was made"));
            return;
        }
        Map<String, LiveRows.Tally> theirRows = LiveRows.read(there, spec, theirs);
        ProductionRows rows =
                new ProductionRows(spec, Duration.between(made, Instant.now()), ledger);
        restored(queries, mine)
                .forEach((table, number) -> {
                    LiveRows.Tally live = theirRows.get(table);
                    // A table that one side lacks is told by the definitions.
                    if (live != null) {
                        rows.compare(table, live, number);
                    }
                });
    }

    private static List<TableShape> tables(List<TableShape> all) {
        return all.stream().filter(t -> t.kind() == TableContent.Kind.TABLE).toList();
    }

    /** Rows of the restored tables, by the same names as the live server's. */
    private Map<String, LiveRows.Tally> restored(SessionQueries queries, List<TableShape> tables)
            throws QueryFailed {
        Map<String, ExpectedRows> expected = new HashMap<>();
        expectations.rows().forEach(each -> expected.put(each.schema() + "." + each.table(), each));
        Map<String, LiveRows.Tally> rows = new TreeMap<>();
        for (TableShape table : tables) {
            String label = table.name().label();
            if (!spec.ignores(label)) {
                long number = queries.rows(LiveRows.count(table), r -> r.getLong(1)).getFirst();
                // Of what was not chosen, nothing came back or only some of the partitions.
                boolean incomplete = isPart && (number == 0 || table.root() != null);
                String obstacle =
                        incomplete
                                ? "a part of the archive was restored"
                                : obstacle(expected.get(label), number);
                rows.merge(
                        LiveRows.label(table),
                        obstacle == null
                                ? LiveRows.Tally.counted(number)
                                : LiveRows.Tally.unknown(obstacle),
                        LiveRows.Tally::plus);
            }
        }
        return rows;
    }

    /** Why a table's rows say nothing: the archive has none of it, or they could not come back. */
    private static @Nullable String obstacle(@Nullable ExpectedRows expected, long restored) {
        if (expected == null) {
            return null;
        }
        return switch (expected.explanation()) {
            case Explanation.Excused(String reason) -> reason;
            case Explanation.Reported(String reason) -> reason;
            case null -> expected.rows() == null && restored == 0 ? expected.reason() : null;
        };
    }
}
