package dev.muster.restore.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Severity;
import dev.muster.contract.plan.CompareSpec;
import dev.muster.contract.plan.DataSize;
import dev.muster.contract.plan.SecretRef;
import dev.muster.contract.plan.Share;
import dev.muster.contract.plan.Span;
import dev.muster.manifest.content.TableShape;
import dev.muster.restore.verify.LiveRows.Tally;
import dev.muster.restore.verify.LocalServer.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a count that cannot be had is replaced by. */
class LiveRowsIT {
    private final Database live =
            LocalServer.shared()
                    .database()
                    .sql(
                            "CREATE TABLE held (id int)",
                            "INSERT INTO held SELECT generate_series(1, 5000)",
                            "CREATE TABLE open (id int)",
                            "INSERT INTO open SELECT generate_series(1, 700)",
                            "ANALYZE");

    @ParameterizedTest
    @CsvSource({"1s, estimated: counting took too long", "20s, estimated: it was locked"})
    void aTableThatIsLockedWhenItIsCountedIsEstimated(String patience, String why)
            throws SQLException {
        try (LiveSession session = session(patience);
                Connection other = LocalServer.shared().connect(live.name());
                Statement statement = other.createStatement()) {
            List<TableShape> tables = TableShape.readAll(session);
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE held IN ACCESS EXCLUSIVE MODE");

            Map<String, Tally> rows = LiveRows.read(session, spec(patience), tables);

            assertThat(rows)
                    .containsEntry("public.held", new Tally(5000, why, null))
                    .containsEntry("public.open", Tally.counted(700));
        }
    }

    @Test
    void aTableThatIsGoneWhenItIsCountedIsUnknown() throws SQLException {
        try (LiveSession session = session("10s")) {
            List<TableShape> tables = TableShape.readAll(session);
            live.sql("DROP TABLE held");

            Map<String, Tally> rows = LiveRows.read(session, spec("10s"), tables);

            assertThat(rows)
                    .containsEntry(
                            "public.held",
                            Tally.unknown("it cannot be counted there (SQLSTATE 42P01)"))
                    .containsEntry("public.open", Tally.counted(700));
        }
    }

    private LiveSession session(String patience) throws SQLException {
        return LiveSession.open(live.connections(), spec(patience), Instant.now().plusSeconds(120));
    }

    private static CompareSpec spec(String statementTimeout) {
        return new CompareSpec(
                SecretRef.parse("env:URL"),
                Share.parse("5%"),
                Share.parse("5%"),
                Map.of(),
                DataSize.parse("256MiB"),
                Span.parse(statementTimeout),
                Span.parse("1m"),
                List.of(),
                Severity.WARNING);
    }
}
