package dev.muster.restore.postgres.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The throwaway server's settings: it may be lost at any time, so nothing is made safe, and it
 * works for one restore, so memory goes to that.
 */
final class ServerSettings {
    private static final long MB = 1024 * 1024;
    private static final long SORT_LEAST = 16 * MB;
    private static final long SORT_MOST = 64 * MB;

    /** Of one sort of all data; PostgreSQL merges about sixty in one pass with 16 MB. */
    private static final long RUNS = 64;

    private ServerSettings() {}

    /**
     * @param memoryBytes of the machine or container
     * @param jobs how many restore at the same time
     */
    static List<String> arguments(
            int major, long memoryBytes, int jobs, String socketDirectory, List<String> preload) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", "");
        settings.put("unix_socket_directories", socketDirectory);
        settings.put("unix_socket_permissions", "0700");
        settings.put("port", "5432");
        settings.put("max_connections", String.valueOf(20 + 4 * jobs));
        settings.put("superuser_reserved_connections", "3");

        settings.put("fsync", "off");
        settings.put("synchronous_commit", "off");
        settings.put("full_page_writes", "off");
        settings.put("wal_level", "minimal");
        settings.put("max_wal_senders", "0");
        settings.put("archive_mode", "off");
        // What a transaction makes is written out at its end rather than copied into the log.
        settings.put("wal_skip_threshold", "0");
        settings.put("checkpoint_timeout", "1h");
        settings.put("max_wal_size", "64GB");
        settings.put("wal_buffers", "16MB");
        settings.put("autovacuum", "off");
        settings.put("bgwriter_lru_maxpages", "0");
        settings.put("restart_after_crash", "off");

        // Each page is written once and read a few times, which the kernel's cache serves as well;
        // more costs the processor more misses than it saves.
        settings.put("shared_buffers", share(memoryBytes, 64, 32 * MB, 128 * MB));
        settings.put("maintenance_work_mem", sortMemory(memoryBytes, jobs, Long.MAX_VALUE));
        settings.put("work_mem", share(memoryBytes, 64L * jobs, 8 * MB, 128 * MB));
        // Where few restore, they keep all cores busy to the end; many leave some idle for the last
        // large index.
        settings.put("max_parallel_maintenance_workers", jobs <= 2 ? "0" : "2");
        settings.put("huge_pages", "off");
        settings.put("dynamic_shared_memory_type", "mmap");
        if (major >= 14) {
            settings.put("min_dynamic_shared_memory", share(memoryBytes, 64, 8 * MB, 256 * MB));
        }
        settings.put("jit", "off");
        settings.put("max_locks_per_transaction", "512");

        settings.put("lc_messages", "C");
        settings.put("logging_collector", "off");
        settings.put("log_destination", "stderr");
        settings.put("log_min_messages", "log");
        settings.put("log_min_error_statement", "panic");
        settings.put("log_checkpoints", "off");
        settings.put("log_line_prefix", "");
        settings.put("track_activities", "on");
        settings.put("update_process_title", "off");
        if (major == 12 || major == 13 || major == 14) {
            settings.put("stats_temp_directory", "pg_stat_tmp");
        }
        if (!preload.isEmpty()) {
            settings.put("shared_preload_libraries", String.join(",", preload));
            if (preload.contains("pg_cron")) {
                settings.put("cron.launch_active_jobs", "off");
            }
        }
        List<String> arguments = new ArrayList<>();
        settings.forEach((name, value) -> {
            arguments.add("-c");
            arguments.add(name + "=" + value);
        });
        return arguments;
    }

    /**
     * The memory for making indexes and foreign keys: sorts in runs, and trees of a GIN index, that
     * fit the processor's cache beat large ones. Many times that much data has too many runs to be
     * merged in one pass, so more data gets more.
     *
     * @param dataBytes of all rows as text
     */
    static String sortMemory(long memoryBytes, int jobs, long dataBytes) {
        long most = Math.clamp(memoryBytes / (16L * jobs), SORT_LEAST, SORT_MOST);
        return Math.clamp(dataBytes / RUNS, SORT_LEAST, most) / MB + "MB";
    }

    private static String share(long memoryBytes, long divisor, long least, long most) {
        return Math.clamp(memoryBytes / divisor, least, most) / MB + "MB";
    }
}
