package dev.muster.restore.mutate;

import dev.muster.restore.Bench;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells by pg_dump, and not by Muster's own checks, whether damage changed what was restored. */
final class Likeness {
    private final Bench bench;
    private final Map<String, String> undamaged = new HashMap<>();

    Likeness(Bench bench) {
        this.bench = bench;
    }

    /** Whether a copy of a restored database still holds what that does; false where unknown. */
    boolean holds(String database, Bench.Copy copy)
            throws IOException, SQLException, InterruptedException {
        if (!bench.dumps()) {
            return false;
        }
        LineDigest now = new LineDigest();
        copy.dump(List.of(), now);
        return now.sum().equals(undamaged(database));
    }

    /** Whether another restored backup holds the same; false where unknown. */
    boolean holds(Bench other) {
        if (!bench.dumps()) {
            return false;
        }
        try {
            List<String> before = new ArrayList<>();
            for (String database : bench.databases()) {
                before.add(undamaged(database));
            }
            List<String> now = new ArrayList<>();
            for (String database : other.databases()) {
                now.add(sum(other, database));
            }
            // What a database is called on a drill's server says nothing.
            return together(now).equals(together(before));
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String undamaged(String database) throws IOException, InterruptedException {
        String known = undamaged.get(database);
        if (known == null) {
            known = sum(bench, database);
            undamaged.put(database, known);
        }
        return known;
    }

    private static String sum(Bench of, String database) throws IOException, InterruptedException {
        LineDigest digest = new LineDigest();
        of.dump(database, List.of(), digest);
        return digest.sum();
    }

    private static String together(List<String> sums) {
        return sums.stream().sorted().collect(Collectors.joining(" "));
    }
}
