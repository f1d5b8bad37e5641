package dev.muster.restore;

import dev.muster.contract.plan.CompareSpec;
import dev.muster.contract.plan.Plan;
import dev.muster.restore.postgres.server.SourceTraces;
import dev.muster.restore.source.SourceAddress;
import dev.muster.restore.verify.Expectations;
import dev.muster.restore.verify.ProductionCheck;
import dev.muster.restore.verify.Verified;
import dev.muster.restore.verify.VerifySettings;
import dev.muster.stores.Secrets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The live server that a plan names to be compared with; it is only ever read. */
public final class LiveServer {
    private static final String APPLICATION = "muster compare";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CompareSpec spec;
    private final boolean isPart;
    private final SourceAddress address;

    private LiveServer(CompareSpec spec, boolean isPart, SourceAddress address) {
        this.spec = spec;
        this.isPart = isPart;
        this.address = address;
    }

    /**
     * The plan's; null where it names none. Nothing is connected to yet.
     *
     * @throws dev.muster.contract.MusterException where the connection string cannot be read
     */
    static @Nullable LiveServer of(Plan plan, Secrets secrets) {
        CompareSpec spec = plan.compare();
        // The string alone says where: what this process's own PG* variables say is for others.
        return spec == null
                ? null
                : new LiveServer(
                        spec,
                        plan.restore().isPartial(),
                        SourceAddress.of(secrets.text(spec.connection()), Map.of()));
    }

    /**
     * Connects to the plan's once, and tells why that fails; empty where it answers, or the plan
     * names none.
     *
     * @throws dev.muster.contract.MusterException where the connection string cannot be read
     */
    public static Optional<String> unreachable(Plan plan, Secrets secrets) {
        LiveServer live = of(plan, secrets);
        if (live == null) {
            return Optional.empty();
        }
        try (Connection _ = live.address.connect(APPLICATION)) {
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(ProductionCheck.said(e));
        }
    }

    /** Compares the restored database that is the live one's copy; all goes to the account. */
    void compare(
            Map<RestoredDatabase, Expectations> restored,
            Restored connections,
            VerifySettings settings,
            Account account) {
        ChosenDatabase chosen = ChosenDatabase.of(liveName(restored.size()), databases(restored));
        RestoredDatabase database = chosen.database();
        Expectations expectations = database == null ? null : restored.get(database);
        Verified verified =
                database == null || expectations == null
                        ? ProductionCheck.notCompared(chosen.why())
                        : ProductionCheck.run(
                                () -> connections.connect(database.name()),
                                () -> address.connect(APPLICATION),
                                spec,
                                expectations,
                                isPart,
                                account.backupTime(),
                                settings);
        account.checked(verified.checks(), "");
        account.addAll(verified.findings());
    }

    private static List<RestoredDatabase> databases(Map<RestoredDatabase, Expectations> restored) {
        return List.copyOf(restored.keySet());
    }

    /** Opens connections to a restored database by its name on the server. */
    @FunctionalInterface
    interface Restored {
        Connection connect(String database) throws SQLException;
    }

    /** The database's own name, where there is a choice; a copy may be called otherwise. */
    private @Nullable String liveName(int databases) {
        return databases == 1 ? null : ask("SELECT current_database()");
    }

    /**
     * Adds the server's identity, which its standbys share: nothing is restored into it. Without an
     * answer nothing is added.
     */
    SourceTraces addTo(SourceTraces source) {
        String identifier =
                ask("SELECT system_identifier::text FROM pg_catalog.pg_control_system()");
        if (identifier == null) {
            return source;
        }
        Set<String> identifiers = new HashSet<>(source.systemIdentifiers());
        identifiers.add(identifier);
        return new SourceTraces(source.databases(), source.tables(), identifiers);
    }

    private @Nullable String ask(String question) {
        try (Connection connection = address.connect(APPLICATION)) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            connection.setNetworkTimeout(Runnable::run, (int) PATIENCE.toMillis());
            try (Statement statement = connection.createStatement();
                    ResultSet answer = statement.executeQuery(question)) {
                return answer.next() ? answer.getString(1) : null;
            }
        } catch (SQLException e) {
            return null; // The comparison itself tells why.
        }
    }
}
