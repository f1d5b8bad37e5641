package dev.muster.contract.plan;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Fills records with what YAML's nodes say. It follows the records' types, so that neither depth
 * nor repetition by aliases can lead it astray, and notes every problem with its place.
 */
final class Binder {
    private static final Set<Tag> TAGS =
            Set.of(
                    Tag.STR,
                    Tag.INT,
                    Tag.FLOAT,
                    Tag.BOOL,
                    Tag.NULL,
                    Tag.TIMESTAMP,
                    Tag.SEQ,
                    Tag.MAP);

    private final Scalars scalars;
    private final Problems problems;
    private final Nodes nodes;

    Binder(Path directory, Problems problems) {
        this.scalars = new Scalars(directory);
        this.problems = problems;
        this.nodes = new Nodes(problems);
    }

    /** The record, or null where problems were noted. */
    <T extends Record> @Nullable T bind(Class<T> type, Node node) {
        return type.cast(record(type, node, "", null));
    }

    private @Nullable Object value(Type type, Node node, String path, @Nullable String key) {
        if (!TAGS.contains(node.getTag())) {
            return nodes.invalid(
                    node, path, "the tag " + node.getTag() + " is not allowed", "remove it");
        }
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == List.class
                    ? list(arguments[0], node, path)
                    : map(arguments[1], node, path);
        }
        Class<?> single = (Class<?>) type;
        if (scalars.reads(single)) {
            return scalar(single, node, path);
        }
        return single.isSealed()
                ? variant(single, node, path)
                : record(single.asSubclass(Record.class), node, path, key);
    }

    private @Nullable Object scalar(Class<?> type, Node node, String path) {
        if (!(node instanceof ScalarNode text)) {
            return nodes.invalid(
                    node,
                    path,
                    "expected " + Scalars.called(type) + ", found " + Nodes.called(node),
                    "write the value behind the colon, in quotes where it holds { or [");
        }
        if (node.getTag().equals(Tag.NULL)) {
            return nodes.invalid(node, path, "there is no value", "write one, or remove the line");
        }
        try {
            return scalars.read(type, text.getValue());
        } catch (InvalidOption e) {
            return nodes.invalid(node, path, message(e), e.hint());
        }
    }

    private @Nullable Object list(Type element, Node node, String path) {
        if (node.getTag().equals(Tag.NULL)) {
            return List.of();
        }
        List<Node> nodes = node instanceof SequenceNode many ? many.getValue() : List.of(node);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            Object value = value(element, nodes.get(i), path + "[" + i + "]", null);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private @Nullable Object map(Type element, Node node, String path) {
        Map<String, Object> values = new LinkedHashMap<>();
        nodes.entries(node, path)
                .forEach((key, tuple) -> {
                    String at = child(path, key);
                    Object value = value(element, tuple.getValueNode(), at, key);
                    if (value != null) {
                        values.put(key, value);
                    }
                });
        return values;
    }

    private @Nullable Object variant(Class<?> type, Node node, String path) {
        Map<String, Class<?>> variants = new LinkedHashMap<>();
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            variants.put(permitted.getAnnotation(Variant.class).value(), permitted);
        }
        if (node instanceof ScalarNode word && variants.containsKey(word.getValue())) {
            Class<?> bare = variants.get(word.getValue());
            return record(bare.asSubclass(Record.class), Nodes.empty(node), path, null);
        }
        Optional<Class<?>> listed = variants.values().stream().filter(Binder::isList).findFirst();
        if (listed.isPresent() && isListed(node)) {
            return record(listed.get().asSubclass(Record.class), node, path, null);
        }
        if (!(node instanceof MappingNode)) {
            String word = node instanceof ScalarNode scalar ? scalar.getValue() : "";
            String what = "expected one of " + variants.keySet() + ", found " + Nodes.called(node);
            return nodes.invalid(node, path, what, Nearest.hint(word, variants.keySet()));
        }
        Map<String, NodeTuple> entries = nodes.entries(node, path);
        entries.keySet().stream()
                .filter(key -> !variants.containsKey(key))
                .forEach(key -> nodes.unknown(entries.get(key), path, key, variants.keySet()));
        List<String> known = entries.keySet().stream().filter(variants::containsKey).toList();
        if (known.size() != 1) {
            return known.size() == entries.size()
                    ? nodes.invalid(
                            node,
                            path,
                            "expected exactly one of " + variants.keySet() + ", found " + known,
                            "begin each with a - of its own")
                    : null;
        }
        String name = known.getFirst();
        NodeTuple tuple = Objects.requireNonNull(entries.get(name));
        Class<? extends Record> chosen =
                Objects.requireNonNull(variants.get(name)).asSubclass(Record.class);
        return record(chosen, tuple.getValueNode(), child(path, name), null);
    }

    private @Nullable Object record(
            Class<? extends Record> type, Node node, String path, @Nullable String key) {
        RecordComponent[] components = type.getRecordComponents();
        int before = problems.count();
        if (components.length == 1
                && node instanceof ScalarNode
                && !node.getTag().equals(Tag.NULL)
                && scalars.reads(components[0].getType())) {
            Object only = scalar(components[0].getType(), node, path);
            return only == null ? null : construct(type, new Object[] {only}, node, path);
        }
        if (isList(type) && isListed(node)) {
            int noted = problems.count();
            Object all = value(components[0].getGenericType(), node, path, null);
            return problems.count() > noted
                    ? null
                    : construct(type, new @Nullable Object[] {all}, node, path);
        }
        Map<String, NodeTuple> entries = nodes.entries(node, path);
        List<String> names = new ArrayList<>();
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Option option = components[i].getAnnotation(Option.class);
            if (option == null) {
                values[i] = key;
                continue;
            }
            names.add(components[i].getName());
            NodeTuple tuple = entries.get(components[i].getName());
            values[i] = component(components[i], option, tuple, node, path);
        }
        entries.forEach((name, tuple) -> {
            if (!names.contains(name)) {
                nodes.unknown(tuple, path, name, names);
            }
        });
        return problems.count() > before ? null : construct(type, values, node, path);
    }

    /** Whether a record is nothing but a list, which may then stand alone. */
    static boolean isList(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        return components.length == 1 && components[0].getType() == List.class;
    }

    private static boolean isListed(Node node) {
        return !(node instanceof MappingNode) && !node.getTag().equals(Tag.NULL);
    }

    private @Nullable Object component(
            RecordComponent component,
            Option option,
            @Nullable NodeTuple tuple,
            Node parent,
            String path) {
        Type type = component.getGenericType();
        String at = child(path, component.getName());
        if (tuple != null) {
            return value(type, tuple.getValueNode(), at, null);
        }
        if (!option.byDefault().isEmpty()) {
            return value(type, Nodes.text(option.byDefault(), parent), at, null);
        }
        if (option.required()) {
            problems.add(
                    "PLAN_MISSING_KEY",
                    parent.getStartMark(),
                    path,
                    "\"" + component.getName() + "\" is missing",
                    "add " + component.getName() + ": " + option.value());
            return null;
        }
        if (component.getType() == List.class) {
            return List.of();
        }
        if (component.getType() == Map.class) {
            return Map.of();
        }
        boolean section =
                component.getType().isRecord()
                        && !scalars.reads(component.getType())
                        && !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        return section ? value(type, Nodes.empty(parent), at, null) : null;
    }

    private @Nullable Object construct(
            Class<? extends Record> type, @Nullable Object[] values, Node node, String path) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = components[i].getType();
        }
        try {
            Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InvalidOption invalid) {
                return located(invalid, node, path);
            }
            throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
        }
    }

    private @Nullable Object located(InvalidOption invalid, Node node, String path) {
        String option = invalid.option();
        if (option == null || !(node instanceof MappingNode mapping)) {
            return nodes.invalid(node, path, message(invalid), invalid.hint());
        }
        Node at =
                mapping.getValue().stream()
                        .filter(t ->
                                t.getKeyNode() instanceof ScalarNode s
                                        && s.getValue().equals(option))
                        .map(NodeTuple::getValueNode)
                        .findFirst()
                        .orElse(node);
        return nodes.invalid(at, child(path, option), message(invalid), invalid.hint());
    }

    private static String message(InvalidOption e) {
        return String.valueOf(e.getMessage());
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
