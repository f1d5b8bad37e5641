package dev.muster.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What CloudFormation makes of a template's expressions with certain parameters. Of a resource it
 * knows no more than its name, which stands for its id, its ARN and the like.
 */
final class Resolution {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern IN_TEXT = Pattern.compile("\\$\\{([^!}][^}]*)}");

    private final Templates templates;
    private final JsonNode template;
    private final String name;
    private final Map<String, JsonNode> parameters = new LinkedHashMap<>();

    private Resolution(Templates templates, JsonNode template, String name, JsonNode given) {
        this.templates = templates;
        this.template = template;
        this.name = name;
        template.path("Parameters")
                .properties()
                .forEach(p -> {
                    JsonNode value =
                            given.has(p.getKey())
                                    ? given.path(p.getKey())
                                    : p.getValue().path("Default");
                    parameters.put(p.getKey(), typed(value, p.getValue().path("Type").asText()));
                });
    }

    /** Of the root template. */
    static Resolution of(Templates templates, Map<String, String> given) {
        ObjectNode values = JSON.objectNode();
        given.forEach(values::put);
        return new Resolution(templates, templates.root(), "stack", values);
    }

    private static JsonNode typed(JsonNode value, String type) {
        if (!type.equals("CommaDelimitedList")) {
            return JSON.textNode(value.asText());
        }
        ArrayNode list = JSON.arrayNode();
        for (String item : value.asText().split(",", -1)) {
            list.add(item);
        }
        return list;
    }

    /** The properties of a resource. */
    JsonNode properties(String resource) {
        return of(template.path("Resources").path(resource).path("Properties"));
    }

    /** The value of an expression. */
    JsonNode of(JsonNode expression) {
        if (expression.isArray()) {
            ArrayNode list = JSON.arrayNode();
            expression.forEach(item -> list.add(of(item)));
            return list;
        }
        if (!expression.isObject()) {
            return expression;
        }
        if (expression.size() == 1) {
            String function = expression.fieldNames().next();
            JsonNode value = call(function, expression.path(function));
            if (value != null) {
                return value;
            }
        }
        ObjectNode object = JSON.objectNode();
        expression.properties().forEach(p -> object.set(p.getKey(), of(p.getValue())));
        return object;
    }

    private @Nullable JsonNode call(String function, JsonNode argument) {
        return switch (function) {
            case "Ref" -> ref(argument.asText());
            case "Fn::GetAtt" ->
                    argument.isArray()
                            ? attribute(argument.path(0).asText() + "." + argument.path(1).asText())
                            : attribute(argument.asText());
            case "Fn::Sub" -> sub(argument);
            case "Fn::If" -> of(argument.path(holds(condition(argument.path(0).asText())) ? 1 : 2));
            case "Fn::Join" -> join(argument.path(0).asText(), of(argument.path(1)));
            case "Fn::Split" -> split(argument.path(0).asText(), of(argument.path(1)).asText());
            case "Fn::Select" -> of(argument.path(1)).path(argument.path(0).asInt());
            default -> {
                if (function.startsWith("Fn::")) {
                    throw new AssertionError(function + " is not known here");
                }
                yield null;
            }
        };
    }

    private JsonNode ref(String what) {
        JsonNode given = parameters.get(what);
        return given != null ? given : JSON.textNode(name + "/" + what);
    }

    private JsonNode attribute(String what) {
        String resource = what.substring(0, what.indexOf('.'));
        JsonNode properties = template.path("Resources").path(resource).path("Properties");
        if (!what.contains(".Outputs.")) {
            return JSON.textNode(name + "/" + what);
        }
        Resolution nested =
                new Resolution(
                        templates,
                        templates.template(properties.path("TemplateURL").asText()),
                        name + "/" + resource,
                        of(properties.path("Parameters")));
        String output = what.substring(what.lastIndexOf('.') + 1);
        return nested.of(nested.template.path("Outputs").path(output).path("Value"));
    }

    private JsonNode sub(JsonNode argument) {
        JsonNode own = argument.isArray() ? of(argument.path(1)) : JSON.objectNode();
        Matcher matcher =
                IN_TEXT.matcher(argument.isArray() ? argument.path(0).asText() : argument.asText());
        return JSON.textNode(
                matcher.replaceAll(found -> {
                    String what = found.group(1);
                    JsonNode value =
                            own.has(what)
                                    ? own.path(what)
                                    : what.contains(".") ? attribute(what) : ref(what);
                    return Matcher.quoteReplacement(value.asText());
                }));
    }

    private static JsonNode join(String between, JsonNode list) {
        StringBuilder text = new StringBuilder();
        list.forEach(item -> text.append(text.isEmpty() ? "" : between).append(item.asText()));
        return JSON.textNode(list.isArray() ? text.toString() : list.asText());
    }

    private static JsonNode split(String at, String text) {
        ArrayNode list = JSON.arrayNode();
        for (String part : text.split(Pattern.quote(at), -1)) {
            list.add(part);
        }
        return list;
    }

    private JsonNode condition(String named) {
        return template.path("Conditions").path(named);
    }

    private boolean holds(JsonNode condition) {
        String function = condition.fieldNames().next();
        JsonNode argument = condition.path(function);
        return switch (function) {
            case "Condition" -> holds(condition(argument.asText()));
            case "Fn::Equals" -> of(argument.path(0)).equals(of(argument.path(1)));
            case "Fn::Not" -> !holds(argument.path(0));
            case "Fn::Or" -> argument.valueStream().anyMatch(this::holds);
            case "Fn::And" -> argument.valueStream().allMatch(this::holds);
            default -> throw new AssertionError(function + " is no condition that is known here");
        };
    }
}
