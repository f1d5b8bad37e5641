package dev.muster.contract.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.contract.ContractJson;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Writes the JSON Schema of the configuration file from the records that {@link Binder} fills. */
final class PlanSchema {
    private static final Map<Class<?>, String> PATTERNS =
            Map.of(
                    Span.class, "^([0-9]+[smhdw])+$",
                    DataSize.class, "^[0-9]+(\\.[0-9]+)?\\s*([kKmMgGtT]i?)?[bB]?$",
                    Share.class, "^([0-9]{1,3}(\\.[0-9]{1,6})?\\s*%|any)$",
                    SecretRef.class, "^(env|file|secretsmanager|ssm):.+$");

    /** Values that YAML may write without quotes and yet not as text. */
    private static final Map<Class<?>, List<String>> MIXED =
            Map.of(
                    DataSize.class, List.of("string", "integer"),
                    Jobs.class, List.of("string", "integer"),
                    Comparison.class, List.of("string", "number", "boolean"));

    private final ObjectNode definitions = ContractJson.mapper().createObjectNode();

    static String json() throws com.fasterxml.jackson.core.JsonProcessingException {
        PlanSchema schema = new PlanSchema();
        ObjectNode root = ContractJson.mapper().createObjectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "The configuration of Muster, muster.yaml");
        root.setAll(schema.record(Plans.class));
        root.set("$defs", schema.definitions);
        return ContractJson.mapper().writeValueAsString(root) + "\n";
    }

    private ObjectNode type(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            ObjectNode node = node();
            if (generic.getRawType() == List.class) {
                ArrayNode either = node.putArray("anyOf");
                either.add(type(arguments[0]));
                either.addObject().put("type", "array").set("items", type(arguments[0]));
            } else {
                node.put("type", "object").set("additionalProperties", type(arguments[1]));
            }
            return node;
        }
        Class<?> single = (Class<?>) type;
        if (!isDefined(single)) {
            return scalar(single);
        }
        String name = single.getSimpleName();
        if (!definitions.has(name)) {
            definitions.putObject(name);
            definitions.set(name, single.isSealed() ? variants(single) : record(single));
        }
        return node().put("$ref", "#/$defs/" + name);
    }

    private static boolean isDefined(Class<?> type) {
        // java.time.ZoneId is sealed, too, and yet one piece of text here.
        boolean ours = type.getPackageName().equals(Plan.class.getPackageName());
        boolean scalar = type.isEnum() || PATTERNS.containsKey(type) || MIXED.containsKey(type);
        return ours && !scalar;
    }

    private static ObjectNode scalar(Class<?> type) {
        ObjectNode node = node();
        if (type.isEnum()) {
            ArrayNode names = node.putArray("enum");
            Scalars.constants(type).keySet().forEach(names::add);
        } else if (type == int.class || type == Long.class) {
            node.put("type", "integer");
        } else if (type == Boolean.class) {
            node.put("type", "boolean");
        } else if (MIXED.containsKey(type)) {
            ArrayNode types = node.putArray("type");
            MIXED.getOrDefault(type, List.of()).forEach(types::add);
        } else {
            node.put("type", "string");
        }
        if (PATTERNS.containsKey(type)) {
            node.put("pattern", PATTERNS.get(type));
        }
        if (type == URI.class) {
            node.put("format", "uri");
        }
        return node;
    }

    private ObjectNode variants(Class<?> type) {
        ObjectNode node = node();
        ArrayNode either = node.putArray("anyOf");
        boolean hasList = false;
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            if (Binder.isList(permitted) && !hasList) {
                // The first form that is nothing but a list may be written as the list alone.
                hasList = true;
                either.add(type(permitted.getRecordComponents()[0].getGenericType()));
            }
            Variant variant = permitted.getAnnotation(Variant.class);
            if (permitted.getRecordComponents().length == 0) {
                either.addObject()
                        .put("const", variant.value())
                        .put("description", variant.description());
                continue;
            }
            ObjectNode one = either.addObject();
            one.put("type", "object").put("description", variant.description());
            one.putObject("properties").set(variant.value(), type(permitted));
            one.putArray("required").add(variant.value());
            one.put("additionalProperties", false);
        }
        return node;
    }

    private ObjectNode record(Class<?> type) {
        ObjectNode node = node();
        node.putArray("type").add("object").add("null");
        ObjectNode properties = node.putObject("properties");
        ArrayNode required = ContractJson.mapper().createArrayNode();
        for (RecordComponent component : type.getRecordComponents()) {
            Option option = component.getAnnotation(Option.class);
            if (option == null) {
                continue;
            }
            ObjectNode property = type(component.getGenericType());
            property.put("description", option.value());
            if (!option.byDefault().isEmpty()) {
                property.put("default", option.byDefault());
            }
            properties.set(component.getName(), property);
            if (option.required()) {
                required.add(component.getName());
            }
        }
        if (!required.isEmpty()) {
            node.put("type", "object").set("required", required);
        }
        node.put("additionalProperties", false);
        if (type.getRecordComponents().length > 1 || type == Plans.class) {
            return node;
        }
        // A record of one component may be written as the component alone.
        ObjectNode either = node();
        either.putArray("anyOf").add(properties.elements().next()).add(node);
        return either;
    }

    private static ObjectNode node() {
        return ContractJson.mapper().createObjectNode();
    }
}
