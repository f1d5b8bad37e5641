package dev.muster.restore.mutate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.MusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MutationOrderTest {
    @Test
    void thereAreThirtyKindsAtLeastEachWithANameOfItsOwn() {
        assertThat(MutationOrder.names())
                .hasSizeGreaterThanOrEqualTo(30)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z]+(-[a-z]+)+"));
        assertThat(Kind.all()).allMatch(kind -> !kind.what().isBlank());
    }

    @Test
    void unknownKindIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> new MutationOrder(List.of("drop-moon"), 1, Duration.ofMinutes(1)))
                .isInstanceOfSatisfying(
                        MusterException.class, e -> assertThat(e.hint()).contains("drop-table"))
                .hasMessageContaining("\"drop-moon\"");
    }

    @Test
    void everyKindIsInTheDocumentation() throws IOException {
        String page = Files.readString(Path.of("../docs/mutate.md"));

        assertThat(MutationOrder.names()).allMatch(name -> page.contains("`" + name + "`"));
    }
}
