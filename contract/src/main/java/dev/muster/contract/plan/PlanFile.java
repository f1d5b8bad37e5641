package dev.muster.contract.plan;

import dev.muster.contract.MusterException;
import java.nio.file.Path;
import org.yaml.snakeyaml.nodes.Node;

/** Reads {@code muster.yaml}. */
public final class PlanFile {
    private PlanFile() {}

    /**
     * Reads all plans of a file. Relative paths in it are taken from the file's own directory.
     *
     * @throws MusterException PLAN_FILE_MISSING, PLAN_FILE_UNREADABLE, PLAN_SYNTAX,
     *     PLAN_UNKNOWN_KEY, PLAN_DUPLICATE_KEY, PLAN_MISSING_KEY or PLAN_INVALID. The code is the
     *     first problem's; the message tells all problems of the file, each with file, line and
     *     column
     */
    public static Plans read(Path file) {
        Node root = YamlText.read(file);
        Path directory = file.toAbsolutePath().normalize().getParent();
        Problems problems = new Problems(file.toString());
        Binder binder = new Binder(directory == null ? Path.of("/") : directory, problems);
        Plans plans = binder.bind(Plans.class, root);
        problems.throwIfAny();
        if (plans == null) {
            throw new IllegalStateException("nothing was read, and nothing is wrong: " + file);
        }
        return plans;
    }
}
