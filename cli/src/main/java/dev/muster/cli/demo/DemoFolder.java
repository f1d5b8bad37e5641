package dev.muster.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where the demo keeps its stores, its plan and its key. */
record DemoFolder(Path path) {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

    private static final String PLAN =
            """
            # The demo's plan. Yours looks the same, with your stores and your key: see docs/getting-started.md.
            plans:
              shop:
                stores:                       # in order of preference: the second serves where the first fails
                  - directory: store-a
                  - directory: store-b
                backups: { pattern: "shop-{timestamp:yyyyMMdd'T'HHmmss}.dump.gz.enc" }
                select: { mode: random, within: 7d }
                decrypt: { fernet: "file:fernet.key" }
                expect:
                  tables: [tenants, users, inventory, sales]
                objectives: { rto: 1h, rpo: 25h }
            """;

    /** The stores, the preferred one first. */
    List<Path> stores() {
        return List.of(path.resolve("store-a"), path.resolve("store-b"));
    }

    Path planFile() {
        return path.resolve("muster.yaml");
    }

    Path keyFile() {
        return path.resolve("fernet.key");
    }

    Path records() {
        return path.resolve(".muster/records");
    }

    /** The key under which the backup of this time is stored. */
    static String keyOf(Instant time) {
        return "shop-" + TIMESTAMP.format(time) + ".dump.gz.enc";
    }

    /** Starts anew: empty stores, the plan and its key. Records of earlier demos stay. */
    void prepare(FernetKey key) throws IOException {
        Files.createDirectories(path);
        for (Path store : stores()) {
            empty(store);
        }
        Files.writeString(planFile(), PLAN);
        key.writeTo(keyFile());
    }

    /** Puts a finished backup into stores, as if it had been stored at its time. */
    void store(Path file, Instant time, List<Path> stores) throws IOException {
        for (Path store : stores) {
            Path unfinished = store.resolve("." + keyOf(time) + ".tmp");
            Files.copy(file, unfinished, StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(unfinished, FileTime.from(time));
            Files.move(unfinished, store.resolve(keyOf(time)), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.delete(file);
    }

    /** Changes a stored copy behind its store's back: its time stays. */
    void change(Path store, Instant time, Blow.FileChange change) throws IOException {
        Path copy = store.resolve(keyOf(time));
        change.to(copy);
        Files.setLastModifiedTime(copy, FileTime.from(time));
    }

    private static void empty(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
        Files.createDirectories(folder);
    }
}
