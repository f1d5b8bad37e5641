package dev.muster.contract.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.MusterException;
import dev.muster.contract.Severity;
import dev.muster.contract.result.SelectionFacts;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrillRequestTest {
    private static final Instant AT = Instant.parse("2026-11-22T01:00:00.123Z");

    private static final DrillRequest REQUEST =
            new DrillRequest(
                    DrillRequest.SCHEMA_VERSION,
                    "shop-20261123T120000-1",
                    "shop",
                    "daily/shop-20261122T010000.dump",
                    AT,
                    List.of(
                            new RequestedCopy(0, 475_000_000_000L, AT, "abc"),
                            new RequestedCopy(2, 475_000_000_000L, AT, null)),
                    new SelectionFacts("random", "7d", 42L, 7, "at random"),
                    AT,
                    List.of(
                            Finding.of(FindingCode.STORE_DENIED, "s3://x/", "access is denied")
                                    .withSeverity(Severity.WARNING)));

    @Test
    void whatIsWrittenIsReadBack() {
        String json = REQUEST.toJson();
        assertThat(json).doesNotContain("\n");
        assertThat(DrillRequest.fromJson(json)).isEqualTo(REQUEST);
    }

    @Test
    void aDrillWithoutABackupSaysWhy() {
        Finding none = Finding.of(FindingCode.NO_BACKUP_IN_WINDOW, null, "no backup");
        DrillRequest request = DrillRequest.withoutBackup("d", "shop", AT, List.of(none));

        assertThat(DrillRequest.fromJson(request.toJson())).isEqualTo(request);
        assertThat(request.facts()).isNull();
        assertThatThrownBy(() -> DrillRequest.withoutBackup("d", "shop", AT, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DrillRequest.withoutBackup("d", "shop", AT, REQUEST.findings()))
                .as("a store that failed beside others does not decide")
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRequestOfAnotherReleaseIsRefused() {
        String other = REQUEST.toJson().replace("\"schemaVersion\":1", "\"schemaVersion\":2");
        assertThatThrownBy(() -> DrillRequest.fromJson(other))
                .isInstanceOfSatisfying(
                        MusterException.class,
                        e -> assertThat(e.code()).isEqualTo("REQUEST_VERSION"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{\"schemaVersion\":1}",
                "{\"copies\":[{\"store\":-1}]}"
            })
    void whatIsNoRequestIsRefused(String text) {
        assertThatThrownBy(() -> DrillRequest.fromJson(text))
                .isInstanceOfSatisfying(
                        MusterException.class, e -> assertThat(e.code()).startsWith("REQUEST_"));
    }
}
