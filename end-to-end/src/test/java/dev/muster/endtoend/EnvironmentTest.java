package dev.muster.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the templates to what the code reads, and to what the image is. */
class EnvironmentTest {
    /**
     * What the code reads for other ways in than these: the command line, tests, a machine's own
     * folders.
     */
    private static final Set<String> NOT_THE_STACKS =
            Set.of("MUSTER_REQUEST", "MUSTER_PG_BIN", "MUSTER_WORK", "MUSTER_JAVA_OPTS");

    private static Templates templates = Templates.NONE;

    @BeforeAll
    static void expand() throws IOException, InterruptedException {
        templates = Templates.expand("AlertEmail=dba@example.org");
    }

    @Test
    void theEnvironmentIsWhatTheFunctionsRead() throws IOException {
        // Both functions keep the orders, and so both are told of all that orders need.
        Set<String> trigger = variablesRead("trigger-function", "records");
        Set<String> report = variablesRead("report-function", "records");
        Set<String> toTrigger = environment("TriggerFunction");
        Set<String> toReport = environment("ReportFunction");
        assertThat(toTrigger).as("what the trigger function reads").containsAll(trigger);
        assertThat(toReport).as("what the report function reads").containsAll(report);
        Set<String> read = new TreeSet<>(trigger);
        read.addAll(report);
        Set<String> given = new TreeSet<>(toTrigger);
        given.addAll(toReport);
        assertThat(read).as("nothing is given that nobody reads").containsAll(given);
    }

    @Test
    void theTaskIsToldOfPlansAndRecordsAndRunsLockedDown() throws IOException {
        Path dockerfile = Python.ROOT.resolve("Dockerfile");
        Assumptions.assumeTrue(Files.exists(dockerfile), "there is no Dockerfile");
        Set<String> read = variablesRead("restore-task", "records");
        for (String family : List.of("Drill", "DrillLarge")) {
            JsonNode definition = templates.properties("infra/task.yaml", family);
            JsonNode container = definition.at("/ContainerDefinitions/0");
            Set<String> given = new TreeSet<>();
            container.path("Environment").forEach(v -> given.add(v.path("Name").asText()));
            assertThat(read).containsAll(given);
            assertThat(given).contains("MUSTER_PLANS", "MUSTER_RECORDS");
            assertThat(container.path("ReadonlyRootFilesystem").asBoolean()).isTrue();
            assertThat(container.path("User").asText()).matches("[1-9]\\d*:[1-9]\\d*");
            assertThat(container.path("StopTimeout").asInt()).as("Fargate's most").isEqualTo(120);
            assertThat(container.at("/LinuxParameters/Capabilities/Drop/0").asText())
                    .isEqualTo("ALL");
            assertThat(container.path("Secrets").isMissingNode()).isTrue();
            assertThat(definition.path("NetworkMode").asText()).isEqualTo("awsvpc");
            assertThat(container.at("/MountPoints/0/ContainerPath").asText())
                    .isEqualTo(theOneVolumeOfTheImage());
        }
        assertThat(templates.properties("infra/task.yaml", "Drill").at("/Cpu").asInt())
                .isEqualTo(1024);
        assertThat(templates.properties("infra/task.yaml", "DrillLarge").at("/Memory").asInt())
                .isEqualTo(16384);
        assertThat(
                        templates
                                .properties("infra/task.yaml", "Drill")
                                .at("/Volumes/0/ConfiguredAtLaunch")
                                .isMissingNode())
                .isTrue();
        assertThat(
                        templates
                                .properties("infra/task.yaml", "DrillLarge")
                                .at("/Volumes/0/ConfiguredAtLaunch")
                                .asBoolean())
                .isTrue();
    }

    private static Set<String> environment(String function) {
        Set<String> names = new TreeSet<>();
        templates
                .properties("root", function)
                .at("/Environment/Variables")
                .fieldNames()
                .forEachRemaining(names::add);
        return names;
    }

    /** The variables that these modules' sources name. */
    private static Set<String> variablesRead(String... modules) throws IOException {
        Pattern variable = Pattern.compile("\"(MUSTER_[A-Z_]+)\"");
        Set<String> read = new TreeSet<>();
        for (String module : modules) {
            try (Stream<Path> sources =
                    Files.walk(Python.ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path source : sources.filter(p -> p.toString().endsWith(".java")).toList()) {
                    Matcher matcher = variable.matcher(Files.readString(source));
                    while (matcher.find()) {
                        read.add(matcher.group(1));
                    }
                }
            }
        }
        read.removeAll(NOT_THE_STACKS);
        assertThat(read).isNotEmpty();
        return read;
    }

    private static String theOneVolumeOfTheImage() throws IOException {
        Matcher volume =
                Pattern.compile("(?m)^VOLUME \\[\"([^\"]+)\"]$")
                        .matcher(Files.readString(Python.ROOT.resolve("Dockerfile")));
        assertThat(volume.find()).isTrue();
        return volume.group(1);
    }
}
