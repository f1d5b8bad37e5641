package dev.muster.restore.task;

import dev.muster.contract.ContractJson;
import dev.muster.contract.MusterException;
import dev.muster.contract.result.DrillResult;
import dev.muster.records.DrillFolder;
import dev.muster.records.RecordStore;
import dev.muster.records.Results;
import dev.muster.restore.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings a result to the records, again and again where they fail for a while. One that cannot be
 * brought there is written into the log whole, so that it is not lost.
 */
final class ResultDelivery {
    private final RecordStore store;
    private final Log log;
    private final Cancellation cancellation;
    private final Patience patience;

    /**
     * How long to try.
     *
     * @param usual from the first attempt on
     * @param cancelled from the moment at which the task was told to stop, after which it is killed
     * @param first pause between attempts; doubled before each further one
     * @param longest pause
     */
    record Patience(Duration usual, Duration cancelled, Duration first, Duration longest) {
        /** ECS kills a task 30 s after it was told to stop where its definition says nothing. */
        static final Patience USUAL =
                new Patience(
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(22),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30));
    }

    ResultDelivery(RecordStore store, Log log, Cancellation cancellation, Patience patience) {
        this.store = store;
        this.log = log;
        this.cancellation = cancellation;
        this.patience = patience;
    }

    /** Whether the result lies in the records now; otherwise it stands in the log. */
    boolean deliver(DrillResult result) {
        String place = store.location(DrillFolder.of(result.plan(), result.drillId()).result());
        Instant begin = Instant.now();
        Duration pause = patience.first();
        while (true) {
            try {
                // A thread of its own: an attempt may take longer than there is time.
                boolean first = withinTime(() -> new Results(store).leave(result), begin);
                if (!first) {
                    log.warning("there is a result of this drill already, and it stays: " + place);
                    log.document("result.json, which came second", ContractJson.write(result));
                }
                return first;
            } catch (MusterException e) {
                log.problem(e);
            } catch (TimeoutException e) {
                log.problem("the records did not answer in time", null);
            }
            if (left(begin).compareTo(pause) <= 0) {
                break;
            }
            sleep(pause);
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(patience.longest()) > 0 ? patience.longest() : twice;
        }
        log.problem(
                "the result could not be stored as \"" + place + "\"; it follows",
                "store it there by hand, then invoke the report function for drill "
                        + result.drillId());
        log.document("result.json", ContractJson.write(result));
        return false;
    }

    private boolean withinTime(BooleanSupplier attempt, Instant begin) throws TimeoutException {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .name("muster-result")
                .start(() -> {
                    try {
                        done.complete(attempt.getAsBoolean());
                    } catch (RuntimeException | Error e) {
                        done.completeExceptionally(e);
                    }
                });
        while (true) {
            try {
                return done.get(500, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (left(begin).isNegative()) {
                    throw e;
                }
            } catch (ExecutionException e) {
                throw told(e.getCause());
            } catch (InterruptedException _) {
                // The order to stop shortens what is left; the result still has to go.
            }
        }
    }

    private static MusterException told(@Nullable Throwable failure) {
        return failure instanceof MusterException known
                ? known
                : new MusterException(
                        "RECORDS_FAILED", "the records failed: " + failure, null, failure);
    }

    private Duration left(Instant begin) {
        Instant now = Instant.now();
        Duration usual = Duration.between(now, begin.plus(patience.usual()));
        return cancellation
                .cancelledAt()
                .map(at -> Duration.between(now, at.plus(patience.cancelled())))
                .filter(left -> left.compareTo(usual) < 0)
                .orElse(usual);
    }

    /** Sleeps, but not away the seconds that are left once the order to stop has come. */
    private void sleep(Duration pause) {
        boolean before = cancellation.isCancelled();
        Instant until = Instant.now().plus(pause);
        while (Instant.now().isBefore(until) && cancellation.isCancelled() == before) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException _) {
                // The result still has to go.
            }
        }
    }
}
