package dev.muster.contract.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Makes a section as it is where the file leaves it out. */
final class Defaults {
    private Defaults() {}

    static <T extends Record> T of(Class<T> section) {
        Problems problems = new Problems("defaults");
        MappingNode empty =
                new MappingNode(Tag.MAP, new ArrayList<>(), DumperOptions.FlowStyle.BLOCK);
        T made = new Binder(Path.of("/"), problems).bind(section, empty);
        problems.throwIfAny();
        if (made == null) {
            throw new IllegalStateException("no defaults for " + section);
        }
        return made;
    }
}
