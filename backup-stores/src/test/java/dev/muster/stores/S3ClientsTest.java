package dev.muster.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.plan.S3Spec;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3ClientsTest {
    @ParameterizedTest
    @CsvSource({
        "https://s3.us-west-004.backblazeb2.com, us-west-004",
        "https://account.r2.cloudflarestorage.com, auto",
        "https://account.eu.r2.cloudflarestorage.com, auto",
        "https://s3.eu-central-1.amazonaws.com, eu-central-1",
        "https://s3.us-gov-west-1.amazonaws.com, us-gov-west-1",
        "https://s3.eu-central-2.wasabisys.com, eu-central-2",
        "https://s3.nl-ams.scw.cloud, nl-ams",
        "https://s3.gra.io.cloud.ovh.net, gra",
        "http://minio-1.storage.internal:9000, us-east-1",
        "http://s3.example.com, us-east-1",
        "http://127.0.0.1:9000, us-east-1",
        "http://localhost:9000, us-east-1"
    })
    void theRegionIsReadFromTheEndpointWhereItIsInIt(String endpoint, String region) {
        S3Spec spec = new S3Spec("bucket", "", URI.create(endpoint), null, null, null);
        assertThat(S3Clients.knownRegion(spec)).contains(region);
    }

    @Test
    void thePlanKnowsBetter() {
        URI endpoint = URI.create("https://s3.us-west-004.backblazeb2.com");
        assertThat(S3Clients.knownRegion(new S3Spec("b1x", "", endpoint, "r1", null, null)))
                .contains("r1");
        assertThat(S3Clients.knownRegion(new S3Spec("b1x", "", null, null, null, null))).isEmpty();
    }
}
