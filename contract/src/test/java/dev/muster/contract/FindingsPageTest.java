package dev.muster.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Publishes the table of findings; its headings are the comments that part the enum. */
class FindingsPageTest {
    private static final Path FILE = Path.of("../docs/findings.md");
    private static final Path SOURCE =
            Path.of("src/main/java/dev/muster/contract/FindingCode.java");
    private static final Pattern HEADING_OR_CODE =
            Pattern.compile("(?m)^    (?:// (?<heading>.+)|(?<code>[A-Z][A-Z_]+)\\()");

    @Test
    void publishedTableSaysWhatTheCodesSay() throws IOException {
        Committed.check(FILE, page());
    }

    @ParameterizedTest
    @EnumSource(FindingCode.class)
    void hintsFollowTheHouseStyle(FindingCode code) {
        String hint = code.hint();
        if (hint != null) {
            assertThat(hint).isNotBlank().doesNotEndWith(".").doesNotContain("|");
        }
    }

    @ParameterizedTest
    @EnumSource(FindingCode.class)
    void everyCodeIsOnThePage(FindingCode code) throws IOException {
        assertThat(page()).containsOnlyOnce("| `" + code.name() + "` |");
    }

    private static String page() throws IOException {
        StringBuilder page =
                new StringBuilder(
                        """
                        # Findings

                        A finding is one problem with one root cause. Its code never changes and never gets another
                        meaning, so that a filter or a runbook can name it. The cause and the severity here are the
                        usual ones; a finding may know better, and the result holds what it knew.

                        An `error` that is not accepted in the plan decides the verdict: with cause `backup` or `source`
                        the backup is broken, with cause `environment`, `muster` or `migration` it is unproven. A `warning`
                        and an `info` stand beside the verdict. [result.md](result.md) says where findings lie in the result.

                        This page is generated from `FindingCode`.
                        """);
        Matcher matcher = HEADING_OR_CODE.matcher(Files.readString(SOURCE));
        while (matcher.find()) {
            String heading = matcher.group("heading");
            if (heading != null) {
                page.append("\n## ").append(heading.replaceAll("\\.$", "")).append("\n\n");
                page.append(
                        "| code | cause | severity | what to do |\n| --- | --- | --- | --- |\n");
            } else {
                append(page, FindingCode.valueOf(matcher.group("code")));
            }
        }
        return page.toString();
    }

    private static void append(StringBuilder page, FindingCode code) {
        String hint = code.hint();
        page.append(
                "| `%s` | %s | %s | %s |\n"
                        .formatted(
                                code.name(),
                                code.cause().name().toLowerCase(Locale.ROOT),
                                code.severity().name().toLowerCase(Locale.ROOT),
                                hint == null ? "" : hint));
    }
}
