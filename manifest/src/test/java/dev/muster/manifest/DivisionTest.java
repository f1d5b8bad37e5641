package dev.muster.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DivisionTest {
    @Test
    void aRangeIsToldByRoundNumbers() {
        Division ids = new Division(Division.Kind.RANGE, List.of("id"), -50, 50, 3);
        assertThat(ids.describe(0)).isEqualTo("\"id\" from -50 to -1");
        assertThat(ids.describe(2)).isEqualTo("\"id\" from 50 to 99");
        assertThat(ids.describe(-1)).isEqualTo("\"id\" below -50");
        assertThat(ids.describe(3)).isEqualTo("\"id\" from 100");
    }

    @Test
    void aPartByHashIsToldAsAQuery() {
        Division keys = new Division(Division.Kind.KEY_HASH, List.of("a", "\"B c\""), 0, 0, 16);
        assertThat(keys.describe(5))
                .isEqualTo("keys where hashtextextended(ROW(a, \"B c\")::text, 0) & 15 = 5");
    }
}
