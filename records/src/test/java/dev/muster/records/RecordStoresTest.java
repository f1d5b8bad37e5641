package dev.muster.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.MusterException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordStoresTest {
    @ParameterizedTest
    @CsvSource({
        "s3://my-bucket, s3://my-bucket/a.json",
        "s3://my-bucket/, s3://my-bucket/a.json",
        "s3://my.bucket/muster, s3://my.bucket/muster/a.json",
        "s3://my-bucket//muster/records/, s3://my-bucket/muster/records/a.json"
    })
    void bucketAndPrefixAreRead(String place, String location) {
        assertThat(S3Place.parse(place).with("a.json")).isEqualTo(location);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3:/bucket", "s3://", "s3:///x", "s3://Bucket/x", "s3://a"})
    void whatNamesNoBucketIsRefused(String place) {
        assertThatThrownBy(() -> RecordStores.open(place))
                .isInstanceOfSatisfying(
                        MusterException.class,
                        e -> assertThat(e.code()).isEqualTo("RECORDS_PLACE"));
    }

    @Test
    void anythingElseIsADirectory() {
        assertThat(RecordStores.open("some/where").location("a"))
                .isEqualTo(Path.of("some/where/a").toAbsolutePath().toString());
    }
}
