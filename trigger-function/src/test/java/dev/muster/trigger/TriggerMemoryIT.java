package dev.muster.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.servers.CrowdedBucket;
import dev.muster.servers.SmallHeap;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chooses among hundreds of thousands of keys, for several plans at once, in a small heap. */
class TriggerMemoryIT {
    private static final int PLANS = 2;

    @TempDir Path directory = Path.of("unset");

    @Test
    void twoPlansOfAQuarterOfAMillionKeysEachAreStartedIn48MiBOfHeap() throws Exception {
        try (CrowdedBucket bucket = CrowdedBucket.start(250, LocalDate.of(2026, 11, 30))) {
            String printed =
                    SmallHeap.run(
                            48,
                            TriggerMemoryIT.class,
                            directory,
                            directory.toString(),
                            bucket.endpoint().toString());
            assertThat(printed).contains("2 started");
        }
    }

    /** The process with the small heap. */
    public static void main(String[] arguments) throws IOException {
        try (Stack stack = new Stack(Path.of(arguments[0]))) {
            StringBuilder yaml = new StringBuilder("plans:\n");
            for (int i = 0; i < PLANS; i++) {
                yaml.append(
                        """
                          shop-%d:
                            stores:
                              - s3: { bucket: many-%d, endpoint: "%s", region: us-east-1, pathStyle: true, credentials: "env:KEY" }
                            backups: { pattern: "shop-{timestamp:yyyy-MM-dd-HHmmss}-*.dump" }
                            select: { within: 2d }
                        """
                                .formatted(i, i, arguments[1]));
            }
            Answer answer = stack.plans(yaml.toString()).set("KEY", "id:secret").answer("{}");
            System.out.println(answer.summary() + " " + answer.drills());
        }
        System.exit(0);
    }
}
