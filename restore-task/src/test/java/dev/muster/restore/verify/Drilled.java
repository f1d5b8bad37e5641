package dev.muster.restore.verify;

import dev.muster.contract.CheckKind;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Progress;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.restore.verify.LocalServer.Database;
import java.time.Duration;
import java.util.List;

/** A verification's result, as tests look at it. */
record Drilled(Verified verified) {
    static Drilled of(Database database, Expectations expectations) {
        return of(database, expectations, VerifySettings.within(2, Duration.ofMinutes(2)));
    }

    static Drilled of(Database database, Expectations expectations, VerifySettings settings) {
        return new Drilled(
                Verify.run(database.connections(), expectations, settings, Progress.NONE));
    }

    static Drilled of(Database database, ExpectedRows... rows) {
        return of(database, Expectations.of(List.of(), List.of(rows)));
    }

    List<ObjectOutcome> outcomes(CheckKind check) {
        return verified.checks().stream()
                .filter(c -> c.check() == check)
                .map(CheckResult::objects)
                .findFirst()
                .orElse(List.of());
    }

    ObjectOutcome outcome(CheckKind check, String object) {
        return outcomes(check).stream()
                .filter(o -> o.object().equals(object))
                .findFirst()
                .orElseThrow(() -> new AssertionError(object + " not in " + outcomes(check)));
    }

    List<Finding> findings() {
        return verified.findings();
    }

    List<FindingCode> codes() {
        return findings().stream().map(Finding::code).toList();
    }
}
