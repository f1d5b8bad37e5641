package dev.muster.contract.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Takes a file of several plans apart into one for each, every node still knowing its line. */
final class SinglePlans {
    private static final String PLANS = "plans";

    private SinglePlans() {}

    /** The file with this plan alone, by the plan's name; empty where it has no such shape. */
    static Map<String, Node> of(Node root) {
        Map<String, Node> single = new LinkedHashMap<>();
        if (root instanceof MappingNode file) {
            for (NodeTuple entry : file.getValue()) {
                if (isCalled(PLANS, entry) && entry.getValueNode() instanceof MappingNode plans) {
                    plans(file, entry, plans, single);
                }
            }
        }
        return single;
    }

    private static void plans(
            MappingNode file, NodeTuple entry, MappingNode plans, Map<String, Node> single) {
        for (NodeTuple plan : plans.getValue()) {
            if (plan.getKeyNode() instanceof ScalarNode name) {
                List<NodeTuple> same =
                        plans.getValue().stream()
                                .filter(t -> isCalled(name.getValue(), t))
                                .toList();
                MappingNode alone = with(plans, same);
                List<NodeTuple> entries = new ArrayList<>(file.getValue());
                entries.replaceAll(e -> e == entry ? new NodeTuple(entry.getKeyNode(), alone) : e);
                single.put(name.getValue(), with(file, entries));
            }
        }
    }

    private static boolean isCalled(String name, NodeTuple entry) {
        return entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name);
    }

    private static MappingNode with(MappingNode like, List<NodeTuple> entries) {
        return new MappingNode(
                like.getTag(),
                true,
                entries,
                like.getStartMark(),
                like.getEndMark(),
                like.getFlowStyle());
    }
}
