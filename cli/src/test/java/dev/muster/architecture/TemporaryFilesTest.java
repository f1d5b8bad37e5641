package dev.muster.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds the tests of all modules to folders that are removed also after a failure: JUnit's, or
 * those of a {@code TemporaryFolder} that a {@code try} closes.
 */
class TemporaryFilesTest {
    /** In the machine's own temporary folder, or in one that is named outright. */
    private static final Pattern NOBODY_REMOVES_IT =
            Pattern.compile(
                    "createTemp(?:File|Directory)\\(\\s*(?:\"|Path\\.of\\(\\s*\"/)"
                            + "|createDirector(?:y|ies)\\(\\s*Path\\.of\\(\\s*\"/"
                            + "|(?<!try \\(TemporaryFolder \\w{1,20} = )TemporaryFolder\\.make\\(");

    @Test
    void noTestMakesATemporaryFileThatNobodyRemoves() throws IOException {
        List<Path> tests = tests();
        assertThat(tests).hasSizeGreaterThan(100);
        List<String> found = new ArrayList<>();
        for (Path test : tests) {
            NOBODY_REMOVES_IT
                    .matcher(Files.readString(test))
                    .results()
                    .forEach(call -> found.add(test.getFileName() + ": " + call.group()));
        }
        assertThat(found).isEmpty();
    }

    /** Written so that the check does not find them here. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Files.createTemp@File(\"muster\", \".yaml\")                            | true",
                "Files.createTemp@Directory(Path.of(\"/var/tmp\"), \"it\")               | true",
                "Files.create@Directory(Path.of(\"/var/tmp/it\"))                        | true",
                "TemporaryFolder folder = TemporaryFolder@.make()                        | true",
                "try (TemporaryFolder folder = TemporaryFolder@.make()) {                | false",
                "Files.createTemp@File(directory, \"result\", \".json\")                 | false",
                "Files.create@Directories(directory.resolve(\"store\"))                  | false"
            })
    void theCheckTellsThemApart(String call, boolean refused) {
        assertThat(NOBODY_REMOVES_IT.matcher(call.replace("@", "")).find()).isEqualTo(refused);
    }

    private static List<Path> tests() throws IOException {
        List<Path> tests = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Path.of("..").toAbsolutePath().normalize())) {
            for (Path module : modules.toList()) {
                Path root = module.resolve("src/test/java");
                if (Files.isDirectory(root)) {
                    try (Stream<Path> files = Files.walk(root)) {
                        files.filter(file -> file.toString().endsWith(".java")).forEach(tests::add);
                    }
                }
            }
        }
        return tests;
    }
}
