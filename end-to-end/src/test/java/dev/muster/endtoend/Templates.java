package dev.muster.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The templates as CloudFormation gets them: the root after the SAM transform, and the nested ones.
 */
final class Templates {
    /** Stands in until an expansion has run. */
    static final Templates NONE = new Templates(JsonNodeFactory.instance.objectNode());

    private final Map<String, JsonNode> byName = new LinkedHashMap<>();

    private Templates(JsonNode expanded) {
        expanded.properties().forEach(e -> byName.put(e.getKey(), e.getValue()));
    }

    static Templates expand(String... parameters) throws IOException, InterruptedException {
        Python.needs("samtranslator");
        List<String> arguments = new ArrayList<>(List.of(Python.ROOT.toString()));
        arguments.addAll(List.of(parameters));
        return new Templates(Python.json("expand.py", arguments));
    }

    JsonNode root() {
        return template("root");
    }

    JsonNode template(String name) {
        JsonNode template = byName.get(name);
        if (template == null) {
            throw new AssertionError("there is no template " + name + " in " + byName.keySet());
        }
        return template;
    }

    Map<String, JsonNode> all() {
        return Map.copyOf(byName);
    }

    /** The properties of a resource. */
    JsonNode properties(String template, String resource) {
        JsonNode properties =
                template(template).path("Resources").path(resource).path("Properties");
        if (properties.isMissingNode()) {
            throw new AssertionError("there is no resource " + resource + " in " + template);
        }
        return properties;
    }

    /** All resources of a type, over all templates. */
    Map<String, JsonNode> ofType(String type) {
        return where(r -> r.path("Type").asText().equals(type));
    }

    private Map<String, JsonNode> where(Predicate<JsonNode> wanted) {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        byName.forEach((name, template) ->
                template.path("Resources")
                        .properties()
                        .forEach(e -> {
                            if (wanted.test(e.getValue())) {
                                found.put(name + " " + e.getKey(), e.getValue());
                            }
                        }));
        return found;
    }

    /** Every statement of every role's policies, by role; what a condition leaves out is in it. */
    Map<String, List<JsonNode>> statementsOfRoles() {
        Map<String, List<JsonNode>> statements = new LinkedHashMap<>();
        ofType("AWS::IAM::Role")
                .forEach((name, role) -> {
                    List<JsonNode> own = new ArrayList<>();
                    role.path("Properties")
                            .path("Policies")
                            .forEach(p ->
                                    p.path("PolicyDocument")
                                            .path("Statement")
                                            .forEach(s ->
                                                    own.add(
                                                            s.has("Fn::If")
                                                                    ? s.path("Fn::If").path(1)
                                                                    : s)));
                    statements.put(name.substring(name.indexOf(' ') + 1), own);
                });
        return statements;
    }

    /** The text of an expression, as {@code Fn::Sub} and {@code Ref} write it. */
    static String text(JsonNode expression) {
        if (expression.has("Fn::Sub")) {
            JsonNode sub = expression.path("Fn::Sub");
            return sub.isArray() ? sub.path(0).asText() : sub.asText();
        }
        if (expression.has("Ref")) {
            return "${" + expression.path("Ref").asText() + "}";
        }
        return expression.isTextual() ? expression.asText() : expression.toString();
    }
}
