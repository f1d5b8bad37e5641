package dev.muster.contract.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Takes YAML's nodes apart, makes those that the file leaves out, and notes what is wrong. */
final class Nodes {
    private final Problems problems;

    Nodes(Problems problems) {
        this.problems = problems;
    }

    /** The entries of a mapping, none where the node is empty; what is wrong with it is noted. */
    Map<String, NodeTuple> entries(Node node, String path) {
        Map<String, NodeTuple> entries = new LinkedHashMap<>();
        if (node.getTag().equals(Tag.NULL)) {
            return entries;
        }
        if (!(node instanceof MappingNode mapping)) {
            invalid(
                    node,
                    path,
                    "expected a mapping, found " + called(node),
                    "write name: value, a line each and indented");
            return entries;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                invalid(tuple.getKeyNode(), path, "a key must be a word", "write name: value");
            } else if (entries.putIfAbsent(key.getValue(), tuple) != null) {
                problems.add(
                        "PLAN_DUPLICATE_KEY",
                        key.getStartMark(),
                        path,
                        "\"" + key.getValue() + "\" stands here a second time",
                        "remove one of the two, or make a list of them");
            }
        }
        return entries;
    }

    void unknown(@Nullable NodeTuple tuple, String path, String name, Collection<String> known) {
        problems.add(
                "PLAN_UNKNOWN_KEY",
                tuple == null ? null : tuple.getKeyNode().getStartMark(),
                path,
                "unknown key \"" + name + "\"",
                name.equals("<<")
                        ? "merge keys are not read here: write the values out"
                        : Nearest.hint(name, known));
    }

    @Nullable Object invalid(Node node, String path, String what, String hint) {
        problems.add("PLAN_INVALID", node.getStartMark(), path, what, hint);
        return null;
    }

    static String called(Node node) {
        return switch (node) {
            case MappingNode _ -> "a mapping";
            case SequenceNode _ -> "a list";
            case ScalarNode s when s.getTag().equals(Tag.NULL) -> "nothing";
            default -> "text";
        };
    }

    static Node empty(Node at) {
        return new MappingNode(
                Tag.MAP,
                true,
                new ArrayList<>(),
                at.getStartMark(),
                at.getEndMark(),
                DumperOptions.FlowStyle.BLOCK);
    }

    static Node text(String text, Node at) {
        return new ScalarNode(
                Tag.STR, text, at.getStartMark(), at.getEndMark(), DumperOptions.ScalarStyle.PLAIN);
    }
}
