package dev.muster.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ContractJsonTest {

    @Test
    void whatIsNoResultIsRefusedWithAHint() {
        assertThatThrownBy(() -> ContractJson.readResult("half a resu"))
                .isInstanceOfSatisfying(
                        MusterException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo("RESULT_UNREADABLE");
                            assertThat(e.hint()).isNotBlank();
                        });
    }

    @Test
    void anEmptyDocumentIsRefused() {
        for (String json : new String[] {"", "null", "{}", "[]", "{\"schemaVersion\":1}"}) {
            assertThatThrownBy(() -> ContractJson.readResult(json))
                    .as(json)
                    .isInstanceOfSatisfying(
                            MusterException.class, e -> assertThat(e.code()).startsWith("RESULT_"));
        }
    }

    @Test
    void aResultOfANewerVersionIsRefusedByItsVersion() {
        assertThatThrownBy(() -> ContractJson.readResult("{\"schemaVersion\":2}"))
                .isInstanceOfSatisfying(
                        MusterException.class,
                        e -> assertThat(e.code()).isEqualTo("RESULT_VERSION"));
    }
}
