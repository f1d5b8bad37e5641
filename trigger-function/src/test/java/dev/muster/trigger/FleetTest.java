package dev.muster.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hundreds of plans in one account, on a fake ECS that keeps to client tokens: never more tasks at
 * once than allowed, none lost, none twice, whoever dies on the way.
 */
class FleetTest {
    private static final int PLANS = 500;
    private static final int MOST = 20;
    private static final String SCHEDULED =
            """
            {"id":"53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa","detail-type":"Scheduled Event",
             "source":"aws.events","time":"2026-12-01T03:00:00Z","detail":{}}
            """;

    @TempDir Path directory;

    @Test
    void fiveHundredPlansAreDrilledOnceEachAndNeverMoreThanAllowedAtATime() throws IOException {
        try (Stack stack = fleet(PLANS)) {
            Answer first = stack.answer(SCHEDULED);

            assertThat(first.summary()).isEqualTo("20 started, 480 waiting");
            assertThat(stack.ecs.running()).isEqualTo(MOST);
            Random random = new Random(4711);
            while (stack.endOneTask()) {
                for (int more = random.nextInt(8); more > 0; more--) {
                    stack.endOneTask();
                }
                stack.later(Duration.ofMinutes(6));
                stack.answer("{\"dispatch\":true}");
                assertThat(stack.ecs.running()).isLessThanOrEqualTo(MOST);
            }
            allDrilledOnce(stack, PLANS);
            assertThat(stack.ecs.asked()).isEqualTo(PLANS);
        }
    }

    @Test
    void sameEventTwiceAtTheSameTimeAndAgainLaterStartsNothingTwice() throws Exception {
        try (Stack stack = fleet(60)) {
            try (var threads = Executors.newFixedThreadPool(3)) {
                List<Callable<Answer>> deliveries =
                        IntStream.range(0, 3)
                                .<Callable<Answer>>mapToObj(i ->
                                        () ->
                                                stack.answer(
                                                        SCHEDULED,
                                                        "run-" + i,
                                                        new AtomicInteger(1 << 30)))
                                .toList();
                for (Future<Answer> answer : threads.invokeAll(deliveries)) {
                    answer.get();
                }
            }
            while (stack.endOneTask()) {
                stack.answer("{\"dispatch\":true}");
            }
            allDrilledOnce(stack, 60);

            stack.later(Duration.ofMinutes(40));
            Answer late = stack.answer(SCHEDULED);

            assertThat(late.drills()).allMatch(d -> d.state() == Outcome.State.OVER);
            assertThat(stack.ecs.started()).hasSize(60);
        }
    }

    /** Dies after ever more steps, so that every point of the story is once the last. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void functionsThatDieAtAnyPointLoseNothingAndStartNothingTwice(int remainder)
            throws IOException {
        for (int life = 1 + remainder; life < 130; life += 2) {
            try (Stack stack = fleet(6)) {
                killed(stack, life);
                untilNothingIsLeft(stack, 6);
                allDrilledOnce(stack, 6);
            }
        }
    }

    @Test
    void fleetWhoseFunctionsKeepDyingIsDrilledInFull() throws IOException {
        Random random = new Random(4711);
        try (Stack stack = fleet(PLANS)) {
            for (int i = 0; i < 60; i++) {
                killed(stack, 1 + random.nextInt(400));
                stack.later(Duration.ofMinutes(random.nextInt(20)));
                for (int ended = random.nextInt(15); ended > 0; ended--) {
                    stack.endOneTask();
                }
            }
            untilNothingIsLeft(stack, PLANS);
            allDrilledOnce(stack, PLANS);
        }
    }

    /** Lambda delivers again what a function did not answer; others end and dispatch. */
    private static void killed(Stack stack, int life) {
        try {
            stack.answer(SCHEDULED, "mortal-" + life, new AtomicInteger(life));
        } catch (MemoryStore.Killed _) {
            // What it had done until then is there; nothing it would have done is.
        }
    }

    private static void untilNothingIsLeft(Stack stack, int plans) {
        List<String> summaries = new ArrayList<>();
        stack.later(Dispatch.TAKEN_OVER_AFTER.plusSeconds(1));
        stack.answer(SCHEDULED);
        for (int i = 0; i < 2 * plans && !stack.orders().book().orders().isEmpty(); i++) {
            stack.later(Duration.ofMinutes(6));
            while (stack.endOneTask()) {
                // All that run end.
            }
            closeWhatWasReported(stack);
            summaries.add(stack.answer("{\"dispatch\":true}").summary());
        }
        assertThat(stack.orders().book().orders()).as("%s", summaries).isEmpty();
    }

    /** The report function removes an order when it has stored the record. */
    private static void closeWhatWasReported(Stack stack) {
        List<String> reported = List.copyOf(stack.reported);
        reported.forEach(drillId -> stack.orders().close(drillId));
    }

    private static void allDrilledOnce(Stack stack, int plans) {
        assertThat(stack.orders().book().orders()).isEmpty();
        assertThat(stack.ecs.most()).isLessThanOrEqualTo(MOST);
        assertThat(stack.ecs.started().values())
                .extracting(task -> Stack.request(task).plan())
                .doesNotHaveDuplicates()
                .hasSize(plans);
        assertThat(stack.records.list("")).hasSize(plans).allMatch(n -> n.endsWith("/result.json"));
    }

    private Stack fleet(int plans) throws IOException {
        Stack stack = new Stack(directory);
        StringBuilder yaml = new StringBuilder("plans:\n");
        for (int i = 0; i < plans; i++) {
            yaml.append(stack.plan("shop-%03d".formatted(i)));
        }
        return stack.plans(yaml.toString())
                .backup("a.dump", Duration.ofHours(5))
                .backup("b.dump", Duration.ofDays(3))
                .set("MUSTER_MAX_TASKS", "" + MOST);
    }
}
