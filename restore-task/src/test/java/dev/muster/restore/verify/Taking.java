package dev.muster.restore.verify;

import dev.muster.contract.CheckKind;
import dev.muster.contract.Outcome;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.manifest.Manifest;
import dev.muster.manifest.take.TakeFailed;
import dev.muster.manifest.take.TakeManifest;
import dev.muster.manifest.take.TakeOrder;
import dev.muster.restore.verify.LocalServer.Database;
import dev.muster.servers.TemporaryFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Takes manifests of tests' databases, copies them by dump and restore, and compares. */
final class Taking {
    private Taking() {}

    /** As if it had been taken in the dump's own snapshot. */
    static Manifest manifest(Database source) {
        try {
            TakeOrder order =
                    new TakeOrder(
                            source.connections()::open,
                            null,
                            Map.of(),
                            null,
                            2,
                            0,
                            "test",
                            () -> false,
                            _ -> {});
            return ofSnapshot(TakeManifest.run(order, OutputStream.nullOutputStream()).manifest());
        } catch (TakeFailed e) {
            throw new IllegalStateException(e);
        }
    }

    private static Manifest ofSnapshot(Manifest m) {
        return new Manifest(
                m.schemaVersion(),
                m.muster(),
                Manifest.Taken.SNAPSHOT,
                m.hash(),
                m.probe(),
                m.source(),
                m.dump(),
                m.tables(),
                m.sequences(),
                m.largeObjects(),
                m.definitions(),
                m.rights());
    }

    /** Dumps it and restores it into a new database that was created with these options. */
    static Database copy(Database source, LocalServer into, String... options) {
        try (TemporaryFolder folder = TemporaryFolder.make()) {
            Path file = folder.path().resolve("dump");
            source.program("pg_dump", "-Fc", "-f", file.toString());
            Database copy = into.database(options);
            copy.restore(file);
            return copy;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Drilled compare(Database restored, Manifest manifest) {
        return Drilled.of(
                restored,
                Expectations.of(List.of(), List.of())
                        .withContent(new ExpectedContent(manifest, List.of())));
    }

    /** What all comparisons did not pass. */
    static List<ObjectOutcome> notPassed(Drilled drilled) {
        return drilled.verified().checks().stream()
                .filter(c ->
                        c.check() == CheckKind.CONTENT
                                || c.check() == CheckKind.DEFINITIONS
                                || c.check() == CheckKind.PRIVILEGES)
                .map(CheckResult::objects)
                .flatMap(List::stream)
                .filter(o -> o.outcome() != Outcome.PASSED)
                .toList();
    }
}
