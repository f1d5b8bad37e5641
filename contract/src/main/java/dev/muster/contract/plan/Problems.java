package dev.muster.contract.plan;

import dev.muster.contract.MusterException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;

/** Collects everything that is wrong with one configuration file, so that it is told at once. */
final class Problems {
    private static final int TOLD = 20;

    private record Problem(String code, String message, String hint) {}

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    /**
     * @param path of the option, as {@code plans.shop.stores[0].s3}; empty for the whole file
     */
    void add(String code, @Nullable Mark mark, String path, String what, String hint) {
        String where =
                mark == null
                        ? file
                        : file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
        found.add(
                new Problem(code, where + ": " + (path.isEmpty() ? "" : path + ": ") + what, hint));
    }

    int count() {
        return found.size();
    }

    /** The exception that tells them all, each but the last with its own hint line. */
    MusterException told() {
        List<Problem> told = found.subList(0, Math.min(found.size(), TOLD));
        StringBuilder message = new StringBuilder();
        for (Problem problem : told.subList(0, told.size() - 1)) {
            message.append(problem.message).append("\nhint: ").append(problem.hint).append('\n');
        }
        Problem last = told.getLast();
        message.append(last.message);
        int untold = found.size() - told.size();
        String more = untold == 0 ? "" : "; " + untold + " more problems follow";
        return new MusterException(found.getFirst().code, message.toString(), last.hint + more);
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw told();
        }
    }
}
