package dev.muster.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.restore.postgres.server.Server;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Remembers what a drill has opened and made, and removes it in reverse order. */
final class Cleanup {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** Closes it when the drill ends, however that is. */
    <T extends AutoCloseable> T later(T resource) {
        open.push(resource);
        return resource;
    }

    /** Closes everything; what could not be closed is a finding, and keeps nothing else open. */
    List<Finding> run() {
        // A drill that was interrupted still has to wait for its programs to end.
        boolean interrupted = Thread.interrupted();
        List<Finding> leftovers = new ArrayList<>();
        while (!open.isEmpty()) {
            AutoCloseable resource = open.pop();
            try {
                resource.close();
                if (resource instanceof Server server) {
                    leftovers.addAll(server.leftovers());
                }
            } catch (Exception e) {
                leftovers.add(
                        Finding.of(
                                FindingCode.LEFTOVERS, null, "cannot clean up: " + e.getMessage()));
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return leftovers;
    }
}
