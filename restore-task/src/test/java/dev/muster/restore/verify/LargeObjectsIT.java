package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.LARGE_OBJECTS;
import static dev.muster.contract.FindingCode.LARGE_OBJECTS_MISSING;
import static dev.muster.contract.FindingCode.VALUE_UNREADABLE;
import static dev.muster.contract.Outcome.NOT_CHECKED;
import static dev.muster.contract.Outcome.PASSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.result.ObjectOutcome;
import dev.muster.restore.verify.LocalServer.Database;
import java.util.List;
import org.junit.jupiter.api.Test;

class LargeObjectsIT {
    private final Database database = LocalServer.shared().database();

    @Test
    void asManyAsTheArchiveHoldsPass() {
        database.sql(
                "SELECT lo_from_bytea(0, repeat('x', 100000)::bytea) FROM generate_series(1, 3)",
                "SELECT lo_create(0)");
        assertThat(check(4L).outcomes(LARGE_OBJECTS))
                .containsExactly(ObjectOutcome.counted("large objects", 4, 4));
    }

    @Test
    void missingOnesFail() {
        database.sql("SELECT lo_create(0)");
        Drilled drilled = check(3L);
        assertThat(drilled.codes()).containsExactly(LARGE_OBJECTS_MISSING);
        assertThat(drilled.findings().getFirst().message())
                .isEqualTo("2 large objects of 3 are missing");
    }

    @Test
    void dataWithoutAnObjectFails() {
        database.sql(
                "SELECT lo_from_bytea(4711, 'x')",
                "DELETE FROM pg_largeobject_metadata WHERE oid = 4711");
        assertThat(check(0L).codes()).containsExactly(VALUE_UNREADABLE);
    }

    @Test
    void noneAreNoneAndAnUnknownNumberIsNotChecked() {
        Expectations nothing = Expectations.of(List.of(), List.of());
        assertThat(Drilled.of(database, nothing).outcome(LARGE_OBJECTS, "large objects").outcome())
                .isEqualTo(PASSED);
        database.sql("SELECT lo_create(0)");
        assertThat(Drilled.of(database, nothing).outcome(LARGE_OBJECTS, "large objects").outcome())
                .isEqualTo(NOT_CHECKED);
    }

    private Drilled check(long expected) {
        return Drilled.of(
                database, Expectations.of(List.of(), List.of()).withLargeObjects(expected));
    }
}
