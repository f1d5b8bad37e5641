package dev.muster.report.alert;

import dev.muster.contract.result.DrillResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What alerts tell, made for tests. */
final class News {
    static final Instant NOW = Instant.parse("2026-03-01T03:20:00Z");
    static final Reliance GOOD =
            new Reliance(
                    "daily/shop-20260225T013000.dump.gz.enc",
                    Instant.parse("2026-02-25T01:30:00Z"),
                    Instant.parse("2026-02-26T03:00:00Z"));

    private News() {}

    static DrillNews of(DrillResult result) {
        return of(result, GOOD, null, null);
    }

    static DrillNews of(
            DrillResult result,
            @Nullable Reliance newest,
            @Nullable String repeatedAs,
            @Nullable String repeats) {
        String place = "s3://muster-records/shop/" + result.drillId();
        return new DrillNews(
                result,
                NOW,
                newest,
                repeatedAs,
                repeats,
                false,
                place + "/report.html",
                place + "/result.json",
                new Links("eu-central-1").object(place + "/report.html").orElseThrow(),
                new Links("eu-central-1")
                        .task(
                                "arn:aws:ecs:eu-central-1:111122223333:cluster/muster",
                                "arn:aws:ecs:eu-central-1:111122223333:task/muster/c13b"));
    }
}
