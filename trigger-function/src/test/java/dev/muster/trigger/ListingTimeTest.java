package dev.muster.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.PlanFile;
import dev.muster.records.order.Order;
import dev.muster.stores.Secrets;
import dev.muster.trigger.Pick.None;
import dev.muster.trigger.Pick.OutOfTime;
import dev.muster.trigger.Pick.Picked;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store whose listing does not end, and what becomes of the drill. */
class ListingTimeTest {
    private static final Duration WHOLE_RUN = Duration.ofMinutes(15);

    @TempDir Path directory;
    private final Instant now = Instant.now();

    @Test
    void storeThatIsListedInTimeIsListedToItsEnd() throws IOException {
        assertThat(pick(plan(store("large", 100)), WHOLE_RUN, Duration.ofSeconds(1)))
                .isInstanceOf(Picked.class);
    }

    @Test
    void storeWhoseListingDoesNotEndIsUnreachableAndSaysHowFarItGot() throws IOException {
        Pick pick = pick(plan(store("large", 100)), WHOLE_RUN, Duration.ofSeconds(20));

        assertThat(pick).as("of what was listed until then").isInstanceOf(Picked.class);
        Finding finding = ((Picked) pick).request().findings().getFirst();
        assertThat(finding.code()).isEqualTo(FindingCode.STORE_UNREACHABLE);
        assertThat(finding.message())
                .contains("its listing did not end within 600 s, after 30 objects");
    }

    @Test
    void storeThatGaveNothingInTimeIsNoStoreWithoutBackups() throws IOException {
        Pick pick = pick(plan(store("large", 3)), WHOLE_RUN, Duration.ofMinutes(11));

        assertThat(pick).isInstanceOf(None.class);
        List<Finding> findings = ((None) pick).findings();
        assertThat(findings)
                .extracting(Finding::code)
                .contains(FindingCode.STORE_UNREACHABLE, FindingCode.NO_BACKUP_IN_WINDOW);
        assertThat(findings).extracting(Finding::cause).containsOnly(Cause.ENVIRONMENT);
    }

    @Test
    void otherStoresHaveTheirOwnTime() throws IOException {
        Path large = store("large", 100);
        Path small = Files.createDirectory(directory.resolve("small"));
        Files.writeString(small.resolve("only-here.dump"), "PGDMP");

        Pick pick = pick(plan(large, small), WHOLE_RUN, Duration.ofSeconds(20));

        assertThat(pick).isInstanceOf(Picked.class);
        assertThat(((Picked) pick).request().findings())
                .extracting(Finding::code)
                .contains(FindingCode.STORE_UNREACHABLE);
    }

    @Test
    void runThatIsNearlyOverBlamesNoStore() throws IOException {
        Pick pick = pick(plan(store("large", 100)), Duration.ofMinutes(5), Duration.ofSeconds(20));

        assertThat(pick).isInstanceOf(OutOfTime.class);
    }

    private Pick pick(Plan plan, Duration left, Duration perObject) {
        AtomicLong time = new AtomicLong();
        LongSupplier ticking = () -> time.addAndGet(perObject.toNanos());
        Order order = Order.of("d", plan.name(), null, null, 1L, 0, "e", now);
        ListingTime listing = ListingTime.of(left, plan.stores().size(), ticking);
        return Pick.of(order, plan, new Secrets(Map.of(), _ -> {}), now, listing);
    }

    private Path store(String name, int files) throws IOException {
        Path store = Files.createDirectory(directory.resolve(name));
        for (int i = 0; i < files; i++) {
            Files.writeString(store.resolve(i + ".dump"), "PGDMP");
        }
        return store;
    }

    private static Plan plan(Path... stores) {
        StringBuilder yaml = new StringBuilder("plans:\n  shop:\n    stores:\n");
        for (Path store : stores) {
            yaml.append("      - directory: ").append(store).append('\n');
        }
        yaml.append("    backups: { pattern: \"*.dump\" }\n");
        return Objects.requireNonNull(
                        PlanFile.parseEach(
                                        "muster.yaml",
                                        yaml.toString().getBytes(StandardCharsets.UTF_8))
                                .get("shop"))
                .get();
    }
}
