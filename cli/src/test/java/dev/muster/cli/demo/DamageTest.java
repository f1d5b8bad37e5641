package dev.muster.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DamageTest {
    @ParameterizedTest
    @EnumSource
    void pageSaysWhatIsDoneAndWhatADrillSaysOfIt(Damage damage) throws Exception {
        String row =
                "| `%s` | %s | %s, `%s` |"
                        .formatted(
                                damage,
                                damage.what(),
                                damage.verdict().name().toLowerCase(Locale.ROOT),
                                damage.finding());

        assertThat(Files.readAllLines(Path.of("../docs/drill.md"))).contains(row);
    }
}
