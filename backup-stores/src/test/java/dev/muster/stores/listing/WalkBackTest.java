package dev.muster.stores.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Cause;
import dev.muster.contract.Proof;
import dev.muster.contract.Verdict;
import dev.muster.contract.plan.DecryptSpec;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.RestoreSpec;
import dev.muster.contract.plan.Span;
import dev.muster.contract.plan.WalkBackSpec;
import dev.muster.contract.result.BackupFacts;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Environment;
import dev.muster.contract.result.LastRestorable;
import dev.muster.contract.result.LastRestorable.Tried;
import dev.muster.contract.result.Objectives;
import dev.muster.stores.BackupListing;
import dev.muster.stores.Candidate;
import dev.muster.stores.Candidate.ListedCopy;
import dev.muster.stores.StoreListing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalkBackTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir Path directory = Path.of("unset");
    private final List<String> drilled = new ArrayList<>();
    private boolean cancelled;

    @Test
    void endsAtTheFirstProvenBackupAndTellsItsAge() throws Exception {
        LastRestorable found =
                walk(5, spec(3, "30d", "4h"), Map.of("1", Verdict.BROKEN), broken("0"));

        assertThat(drilled).containsExactly("1", "2");
        assertThat(found.backup()).isEqualTo("2");
        assertThat(found.ageSeconds()).isEqualTo((double) Duration.ofDays(2).toSeconds());
        assertThat(found.tried()).extracting(Tried::key).containsExactly("0", "1", "2");
        assertThat(found.notTried()).isEqualTo(2);
        assertThat(found.newerUntold()).isZero();
    }

    @Test
    void beginsAtTheNewestAlsoWhereAnOlderOneWasFoundBroken() throws Exception {
        LastRestorable found = walk(5, spec(3, "30d", "4h"), Map.of(), broken("3"));

        assertThat(drilled).containsExactly("0");
        assertThat(found.backup()).isEqualTo("0");
        assertThat(found.ageSeconds()).isZero();
    }

    @Test
    void ofANewerOneThatNoDrillCouldTellIsSaidThatItMayRestore() throws Exception {
        LastRestorable found =
                walk(3, spec(3, "30d", "4h"), Map.of("1", Verdict.UNPROVEN), broken("0"));

        assertThat(found.backup()).isEqualTo("2");
        assertThat(found.newerUntold()).isEqualTo(1);
    }

    @Test
    void theCountBoundsItAndTheRestIsSaidToBeUntried() throws Exception {
        LastRestorable found = walk(6, spec(2, "30d", "4h"), allBroken(6), broken("0"));

        assertThat(drilled).containsExactly("1", "2");
        assertThat(found.backup()).isNull();
        assertThat(found.ageSeconds()).isNull();
        assertThat(found.notTried()).isEqualTo(3);
        assertThat(found.ended()).contains("allows 2");
    }

    @Test
    void theTimeBoundsIt() throws Exception {
        LastRestorable found = walk(4, spec(3, "30d", "1s"), allBroken(4), broken("0"), 1100);

        assertThat(drilled).containsExactly("1");
        assertThat(found.ended()).contains("1s");
        assertThat(found.notTried()).isEqualTo(2);
    }

    @Test
    void anInterruptionEndsIt() throws Exception {
        cancelled = true;
        LastRestorable found = walk(4, spec(3, "30d", "4h"), allBroken(4), broken("0"));

        assertThat(drilled).isEmpty();
        assertThat(found.ended()).contains("interrupted");
    }

    @Test
    void whereAllAreBrokenNoneIsLeft() throws Exception {
        LastRestorable found = walk(3, spec(9, "30d", "4h"), allBroken(3), broken("0"));

        assertThat(drilled).containsExactly("1", "2");
        assertThat(found.notTried()).isZero();
        assertThat(found.ended()).contains("no more");
    }

    @Test
    void aBackupThatThisRunProvedIsNotDrilledAgain() throws Exception {
        LastRestorable found =
                walk(
                        4,
                        spec(3, "30d", "4h"),
                        allBroken(4),
                        broken("0"),
                        drill("2", Verdict.PROVEN));

        assertThat(drilled).containsExactly("1");
        assertThat(found.backup()).isEqualTo("2");
    }

    private LastRestorable walk(
            int backups, WalkBackSpec spec, Map<String, Verdict> verdicts, DrillResult... before)
            throws Exception {
        return walk(backups, spec, verdicts, List.of(before), 0);
    }

    private LastRestorable walk(
            int backups,
            WalkBackSpec spec,
            Map<String, Verdict> verdicts,
            DrillResult before,
            long millis)
            throws Exception {
        return walk(backups, spec, verdicts, List.of(before), millis);
    }

    private LastRestorable walk(
            int backups,
            WalkBackSpec spec,
            Map<String, Verdict> verdicts,
            List<DrillResult> before,
            long millis)
            throws Exception {
        List<Candidate> candidates =
                IntStream.range(0, backups)
                        .mapToObj(day -> candidate("" + day, NOW.minus(Duration.ofDays(day))))
                        .toList();
        Walk walk =
                new Walk(
                        candidates,
                        0,
                        new BackupListing(candidates, List.<StoreListing>of(), NOW),
                        List.of());
        Path file = Files.writeString(directory.resolve("any"), "");
        Plan plan = Plan.forFile(file, DecryptSpec.NONE, RestoreSpec.usual());
        Plan walking = plan.withSelect(plan.select().withWalkBack(spec));
        return new WalkBack(walking, walk, before, () -> cancelled)
                .run(step -> {
                    pause(millis);
                    String key = step.candidate().key();
                    drilled.add(key);
                    return drill(key, verdicts.getOrDefault(key, Verdict.PROVEN));
                });
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Candidate candidate(String key, Instant at) {
        // No store is behind it: only its key and time are asked for.
        return new Candidate(key, at, List.<ListedCopy>of());
    }

    private static Map<String, Verdict> allBroken(int backups) {
        return IntStream.range(0, backups)
                .boxed()
                .collect(Collectors.toMap(String::valueOf, day -> Verdict.BROKEN));
    }

    private static WalkBackSpec spec(int backups, String within, String timeout) {
        return new WalkBackSpec(backups, Span.parse(within), Span.parse(timeout));
    }

    static DrillResult broken(String key) {
        return drill(key, Verdict.BROKEN);
    }

    private static DrillResult drill(String key, Verdict verdict) {
        Cause cause =
                switch (verdict) {
                    case PROVEN -> null;
                    case BROKEN -> Cause.BACKUP;
                    case UNPROVEN -> Cause.ENVIRONMENT;
                };
        return new DrillResult(
                DrillResult.SCHEMA_VERSION,
                "drill-" + key,
                "file",
                verdict,
                cause == null ? Proof.RESTORED : null,
                cause,
                NOW,
                1,
                null,
                new BackupFacts(
                        key,
                        null,
                        1,
                        NOW.minus(Duration.ofDays(Long.parseLong(key))),
                        null,
                        List.of(),
                        null),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new Objectives(null, null),
                new Environment("0", "25", "Linux", null, null, null, null, 1, 1));
    }
}
