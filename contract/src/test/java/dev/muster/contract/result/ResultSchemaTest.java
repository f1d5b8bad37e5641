package dev.muster.contract.result;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.MemberScope;
import com.github.victools.jsonschema.generator.MethodScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import dev.muster.contract.Committed;
import dev.muster.contract.ContractJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Publishes the JSON Schema of the result, with the records' own Javadoc as its descriptions. */
class ResultSchemaTest {
    static final Path FILE = Path.of("../docs/result.schema.json");

    /** Components in their own order, which sorting keeps; methods come without any. */
    private static final Comparator<MemberScope<?, ?>> COMPONENTS_THEN_METHODS =
            Comparator.comparing(
                    member -> member instanceof MethodScope ? member.getDeclaredName() : "");

    @Test
    void publishedSchemaSaysWhatTheRecordsSay() throws IOException {
        Committed.checkJson(FILE, schema());
    }

    private static String schema() throws JsonProcessingException {
        SchemaGeneratorConfigBuilder config =
                new SchemaGeneratorConfigBuilder(
                                ContractJson.mapper(),
                                SchemaVersion.DRAFT_2020_12,
                                OptionPreset.PLAIN_JSON)
                        .with(
                                new JacksonModule(
                                        JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY,
                                        JacksonOption.INCLUDE_ONLY_JSONPROPERTY_ANNOTATED_METHODS,
                                        JacksonOption.RESPECT_JSONPROPERTY_ORDER))
                        .with(
                                Option.EXTRA_OPEN_API_FORMAT_VALUES,
                                Option.NONSTATIC_NONVOID_NONGETTER_METHODS,
                                Option.FIELDS_DERIVED_FROM_ARGUMENTFREE_METHODS,
                                Option.DEFINITIONS_FOR_ALL_OBJECTS,
                                Option.FLATTENED_ENUMS)
                        .without(Option.SCHEMA_VERSION_INDICATOR);
        config.forFields()
                .withNullableCheck(ResultSchemaTest::isNullable)
                .withRequiredCheck(field -> !isNullable(field))
                .withDescriptionResolver(ResultSchemaTest::description);
        config.forMethods()
                .withRequiredCheck(method -> true)
                .withPropertyNameOverrideResolver(MemberScope::getDeclaredName);
        config.forTypesInGeneral()
                .withPropertySorter(COMPONENTS_THEN_METHODS)
                .withDescriptionResolver(scope -> Javadoc.of(erased(scope.getType())));
        ObjectNode generated =
                new SchemaGenerator(config.build()).generateSchema(DrillResult.class);
        ObjectNode schema = ContractJson.mapper().createObjectNode();
        schema.put("$schema", SchemaVersion.DRAFT_2020_12.getIdentifier());
        schema.put("title", "Result of a drill, contract version " + DrillResult.SCHEMA_VERSION);
        schema.setAll(generated);
        return ContractJson.mapper().writeValueAsString(schema) + "\n";
    }

    private static @Nullable String description(FieldScope field) {
        return field.isFakeContainerItemScope()
                ? null
                : Javadoc.ofComponent(
                        field.getDeclaringType().getErasedType(), field.getDeclaredName());
    }

    private static boolean isNullable(FieldScope field) {
        return field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static Class<?> erased(ResolvedType type) {
        return type.getErasedType();
    }
}
