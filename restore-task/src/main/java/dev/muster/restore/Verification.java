package dev.muster.restore;

import dev.muster.contract.Progress;
import dev.muster.contract.plan.Plan;
import dev.muster.restore.archive.Census;
import dev.muster.restore.archive.DatabaseContents;
import dev.muster.restore.postgres.server.NamedServer;
import dev.muster.restore.postgres.server.Server;
import dev.muster.restore.verify.CarriedRights;
import dev.muster.restore.verify.Expectations;
import dev.muster.restore.verify.ExpectedContent;
import dev.muster.restore.verify.Verified;
import dev.muster.restore.verify.Verify;
import dev.muster.restore.verify.VerifySettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Verifies every restored database against its part of the archive and the plan. */
final class Verification {
    private final Plan plan;
    private final boolean isScript;
    private final Census census;
    private final Map<String, String> leftOut;
    private final Server server;
    private final VerifySettings settings;
    private final Progress progress;
    private final ManifestChoice manifest;

    Verification(
            Plan plan,
            Material material,
            ManifestChoice manifest,
            Server server,
            VerifySettings settings,
            Progress progress) {
        this.plan = plan;
        isScript = material.archive().format().isSql();
        census = material.census();
        leftOut = material.leftOut();
        this.server = server;
        this.manifest = manifest;
        this.settings = settings;
        this.progress = progress;
    }

    /** Runs all checks; what they find goes to the account. Gives what was expected of each. */
    Map<RestoredDatabase, Expectations> run(List<RestoredDatabase> databases, Account account) {
        Map<RestoredDatabase, List<String>> keyTables = keyTables(databases);
        Map<RestoredDatabase, Expectations> expected = new LinkedHashMap<>();
        for (RestoredDatabase database : databases) {
            @Nullable ExpectedContent content = manifest.contentOf(database, databases, account);
            Expectations expectations =
                    new ArchiveExpectations(
                                    database.contents(),
                                    census.of(database.contents()),
                                    database.explanations(),
                                    leftOut)
                            .with(keyTables.getOrDefault(database, List.of()))
                            .withContent(content == null ? null : content.with(rights(database)));
            expected.put(database, expectations);
            Verified verified =
                    Verify.run(
                            () -> server.connect(database.name()),
                            expectations,
                            settings,
                            progress);
            account.verified(database.contents(), verified);
            account.checked(verified.checks(), databases.size() > 1 ? database.name() + ": " : "");
            verified.findings()
                    .forEach(f -> account.add(Attribution.of(f, isScript, database.outcome())));
        }
        new OwnRules(plan, server, settings).run(expected, account);
        return expected;
    }

    private CarriedRights rights(RestoredDatabase database) {
        return ArchiveRights.of(
                database.contents(), database.explanations(), server instanceof NamedServer);
    }

    /**
     * A plan names key tables without their database: each is looked for where the archive has a
     * table of that name, else in the largest database, which then lacks it.
     */
    private Map<RestoredDatabase, List<String>> keyTables(List<RestoredDatabase> databases) {
        Map<RestoredDatabase, List<String>> byDatabase = new HashMap<>();
        RestoredDatabase largest =
                databases.stream()
                        .max(Comparator.comparingInt(d -> d.contents().entries().size()))
                        .orElseThrow();
        for (String table : plan.expect().tables()) {
            RestoredDatabase home =
                    databases.stream()
                            .filter(database -> has(database.contents(), table))
                            .findFirst()
                            .orElse(largest);
            byDatabase.computeIfAbsent(home, _ -> new ArrayList<>()).add(table);
        }
        return byDatabase;
    }

    static boolean has(DatabaseContents contents, String table) {
        String plain = table.replace("\"", "");
        return contents.tables().keySet().stream()
                .anyMatch(name -> name.toString().equals(plain) || name.name().equals(plain));
    }
}
