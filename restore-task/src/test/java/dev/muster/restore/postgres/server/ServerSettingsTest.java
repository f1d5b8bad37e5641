package dev.muster.restore.postgres.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSettingsTest {
    private static final long GB = 1L << 30;

    @ParameterizedTest
    @CsvSource({
        "24, 2,    1, 16MB",
        "24, 2,    2, 32MB",
        "24, 2, 4, 64MB",
        "24, 2, 4000, 64MB",
        "1, 2, 4000, 32MB",
        "1, 16, 4000, 16MB",
    })
    void sortsGetMoreMemoryForMoreDataAsFarAsTheMachineHasIt(
            long memoryGb, int jobs, long dataGb, String expected) {
        assertThat(ServerSettings.sortMemory(memoryGb * GB, jobs, dataGb * GB)).isEqualTo(expected);
    }

    @Test
    void nothingIsWrittenForDurability() {
        List<String> arguments = ServerSettings.arguments(17, 4 * GB, 2, "/s", List.of());
        assertThat(arguments)
                .contains(
                        "fsync=off",
                        "full_page_writes=off",
                        "wal_level=minimal",
                        "listen_addresses=");
    }

    @Test
    void preloadedLibrariesKeepTheirJobsFromRunning() {
        List<String> arguments = ServerSettings.arguments(17, 4 * GB, 2, "/s", List.of("pg_cron"));
        assertThat(arguments)
                .contains("shared_preload_libraries=pg_cron", "cron.launch_active_jobs=off");
    }
}
