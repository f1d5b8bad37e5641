package dev.muster.contract.plan;

import dev.muster.contract.MusterException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;

/** Reads {@code muster.yaml}. */
public final class PlanFile {
    private static final Path ROOT = Path.of("/");

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
        Path directory = file.toAbsolutePath().normalize().getParent();
        return bind(
                Plans.class,
                YamlText.read(file),
                file.toString(),
                directory == null ? ROOT : directory);
    }

    /**
     * Reads all plans of a text that lies elsewhere than in a file.
     *
     * @param name of the place, for messages
     * @throws MusterException as {@link #read} does
     */
    public static Plans parse(String name, byte[] yaml) {
        return bind(Plans.class, YamlText.read(name, yaml), name, ROOT);
    }

    /**
     * Reads each plan by itself, so that what is wrong with one keeps no other from being drilled.
     *
     * @param name of the place, for messages
     * @throws MusterException where the text as a whole cannot be read, or has no plans
     */
    public static Map<String, PlanOrProblem> parseEach(String name, byte[] yaml) {
        Map<String, PlanOrProblem> each = new LinkedHashMap<>();
        for (Map.Entry<String, Node> alone : SinglePlans.of(YamlText.read(name, yaml)).entrySet()) {
            each.put(alone.getKey(), one(alone.getKey(), alone.getValue(), name));
        }
        // Nothing to tell apart: as a whole it says best what is wrong with it.
        return each.isEmpty() ? one(parse(name, yaml)) : each;
    }

    private static Map<String, PlanOrProblem> one(Plans plans) {
        Map<String, PlanOrProblem> each = new LinkedHashMap<>();
        plans.plans().forEach((key, plan) -> each.put(key, new PlanOrProblem(plan, null)));
        return each;
    }

    private static PlanOrProblem one(String key, Node root, String name) {
        try {
            return new PlanOrProblem(bind(Plans.class, root, name, ROOT).plan(key), null);
        } catch (MusterException e) {
            return new PlanOrProblem(null, e);
        }
    }

    /**
     * Reads a choice as it stands under {@code select} in a plan, for example from an event.
     *
     * @param name of the place, for messages
     * @throws MusterException PLAN_SYNTAX, PLAN_UNKNOWN_KEY or PLAN_INVALID
     */
    public static SelectSpec parseSelect(String name, String yaml) {
        Node root = YamlText.read(name, yaml.getBytes(StandardCharsets.UTF_8));
        return bind(SelectSpec.class, root, name, ROOT);
    }

    private static <T extends Record> T bind(
            Class<T> type, Node root, String name, Path directory) {
        Problems problems = new Problems(name);
        T bound = new Binder(directory, problems).bind(type, root);
        problems.throwIfAny();
        if (bound == null) {
            throw new IllegalStateException("nothing was read, and nothing is wrong: " + name);
        }
        return bound;
    }
}
