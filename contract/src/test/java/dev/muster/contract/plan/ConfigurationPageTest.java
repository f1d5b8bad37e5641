package dev.muster.contract.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.muster.contract.Committed;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the page on the configuration and the published schema to what the reader does. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("../docs/configuration.md");
    private static final Path SCHEMA = Path.of("../docs/muster.schema.json");

    @TempDir Path directory = Path.of("unset");

    static List<String> examples() throws IOException {
        Matcher block =
                Pattern.compile("```yaml\n(plans:.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(PAGE));
        List<String> examples = new ArrayList<>();
        while (block.find()) {
            examples.add(block.group(1));
        }
        return examples;
    }

    @Test
    void publishedSchemaSaysWhatTheRecordsSay() throws IOException {
        Committed.checkJson(SCHEMA, PlanSchema.json());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleOfThePageIsReadAndFitsTheSchema(String example) throws IOException {
        Path file = Files.writeString(directory.resolve("muster.yaml"), example);
        assertThat(PlanFile.read(file).plans()).isNotEmpty();
        assertThat(violations(example)).isEmpty();
    }

    @Test
    void thePageHasExamples() throws IOException {
        assertThat(examples()).hasSizeGreaterThan(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plans: {shop: {stores: [{s3: {bukket: x}}]}}",
                "plans: {shop: {stores: [{s3: {}}]}}",
                "plans: {shop: {stores: [{directory: /x}], select: {within: 7 days}}}",
                "plans: {shop: {stores: [{directory: /x}], select: {mode: newest}}}",
                "plans: {shop: {stores: [{directory: /x}], decrypt: {fernet: abc=}}}",
                "plans: {shop: {stores: [{directory: /x}], restore: {into: elsewhere}}}",
                "plans: {shop: {stores: [{directory: /x}], accept: [{code: ROWS_EXTRA}]}}",
                "plans: {shop: {}}",
                "plan: {}",
            })
    void whatTheReaderRefusesTheSchemaRefuses(String wrong) throws IOException {
        assertThat(violations(wrong)).isNotEmpty();
        Path file = Files.writeString(directory.resolve("muster.yaml"), wrong);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> PlanFile.read(file)))
                .isInstanceOf(dev.muster.contract.MusterException.class);
    }

    @Test
    void thePageNamesEveryOption() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(options(Plans.class).distinct())
                .hasSizeGreaterThan(40)
                .allSatisfy(option -> assertThat(page).contains("`" + option + "`"));
    }

    private static Stream<String> options(Class<?> type) {
        if (type.isSealed()) {
            return Stream.of(type.getPermittedSubclasses()).flatMap(ConfigurationPageTest::options);
        }
        if (!type.isRecord()) {
            return Stream.empty();
        }
        return Stream.of(type.getRecordComponents())
                .filter(component -> component.isAnnotationPresent(Option.class))
                .flatMap(component ->
                        Stream.concat(Stream.of(component.getName()), inside(component)));
    }

    private static Stream<String> inside(RecordComponent component) {
        Matcher type =
                Pattern.compile("dev\\.muster[\\w.$]+")
                        .matcher(component.getGenericType().getTypeName());
        return type.find() ? options(named(type.group())) : Stream.empty();
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<ValidationMessage> violations(String yaml) throws IOException {
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
        JsonNode tree = new YAMLMapper().readTree(yaml);
        return schema.validate(tree);
    }
}
