package dev.muster.records.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.request.RequestedCopy;
import dev.muster.contract.result.SelectionFacts;
import dev.muster.records.DirectoryRecordStore;
import dev.muster.records.order.OrderState.Started;
import dev.muster.records.order.OrderState.Starting;
import dev.muster.records.order.OrderState.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrdersTest {
    private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");
    private static final TaskSize SIZE = new TaskSize(2048, 8192, 50, false);

    @TempDir Path root;
    private Orders orders = new Orders(new DirectoryRecordStore(Path.of("unset")));

    @BeforeEach
    void open() {
        orders = new Orders(new DirectoryRecordStore(root));
    }

    @Test
    void sameDrillIsOrderedOnce() {
        assertThat(orders.create(order("a", NOON))).isTrue();
        assertThat(orders.create(order("a", NOON.plusSeconds(9)))).isFalse();

        assertThat(orders.book().orders()).hasSize(1);
        assertThat(find("a")).isEqualTo(order("a", NOON));
    }

    @Test
    void everyStateReadsBackAsItWasWritten() {
        orders.create(order("a", NOON));
        Starting claim = claim("first");
        assertThat(orders.claim(held("a"), claim)).isTrue();
        assertThat(find("a").state()).isEqualTo(claim);

        orders.started("a", claim, "arn:task", NOON);
        assertThat(find("a").state())
                .isEqualTo(new Started("arn:task", NOON, "plans", claim.request(), SIZE));

        orders.close("a");
        orders.close("a");
        assertThat(orders.find("a")).isEmpty();
    }

    @Test
    void ofTwoFunctionsThatSawTheSameOrderOneHasIt() {
        orders.create(order("a", NOON));
        HeldOrder seenByOne = held("a");
        HeldOrder seenByTwo = held("a");

        assertThat(orders.claim(seenByOne, claim("one"))).isTrue();
        assertThat(orders.claim(seenByTwo, claim("two"))).isFalse();
        orders.waitAgain("a", claim("two"), "not mine", NOON);

        assertThat(find("a").state()).isEqualTo(claim("one"));
    }

    @Test
    void closedOrderIsNotBroughtBackByItsClaimant() {
        orders.create(order("a", NOON));
        HeldOrder seen = held("a");
        orders.claim(seen, claim("one"));
        orders.close("a");

        orders.started("a", claim("one"), "arn:task", NOON);
        assertThat(orders.claim(seen, claim("two"))).isFalse();

        assertThat(orders.find("a")).isEmpty();
    }

    @Test
    void orderThatWaitsAgainCountsItsTries() {
        orders.create(order("a", NOON));
        orders.claim(held("a"), claim("one"));
        orders.waitAgain("a", claim("one"), "no capacity", NOON);

        assertThat(find("a").state()).isEqualTo(new Waiting(1, "no capacity", NOON));
        assertThat(orders.book().waiting()).hasSize(1);
    }

    @Test
    void bookIsReadOldestFirstAndDamageIsNamed() throws IOException {
        orders.create(order("b", NOON.plusSeconds(1)));
        orders.create(order("a", NOON.plusSeconds(2)));
        orders.create(order("c", NOON));
        orders.claim(held("c"), claim("one"));
        Files.writeString(root.resolve("orders/d.json"), "{\"schemaVersion\":1}");
        Files.writeString(root.resolve("orders/e.json"), "");

        OrderBook book = orders.book();

        assertThat(book.orders())
                .extracting(h -> h.order().drillId())
                .containsExactly("c", "b", "a");
        assertThat(book.waiting()).extracting(h -> h.order().drillId()).containsExactly("b", "a");
        assertThat(book.damaged()).containsExactly("orders/d.json", "orders/e.json");
    }

    @Test
    void eventKeepsTheTimeAtWhichItCameFirst() {
        assertThat(orders.received("7bf73129-1428", NOON)).isEqualTo(NOON);
        assertThat(orders.received("7bf73129-1428", NOON.plusSeconds(60))).isEqualTo(NOON);
        assertThat(orders.received("other", NOON.plusSeconds(60))).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void drillOnceMoreIsOfTheSameBackup() {
        Order again = order("a", NOON).onceMore("shop-1.dump", NOON.plusSeconds(3600));

        assertThat(again.drillId()).isEqualTo("a-again");
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.first()).isEqualTo("a");
        assertThat(again.backup()).isEqualTo("shop-1.dump");
        assertThat(again.select()).isNull();
        assertThat(Duration.between(NOON.plusSeconds(3600), again.dueAt()))
                .as("what kept the first from its end shall have passed")
                .isBetween(Duration.ofMinutes(30), Duration.ofMinutes(60));
        assertThat(order("a", NOON).dueAt()).isEqualTo(NOON);
        assertThat(orders.create(again)).isTrue();
        assertThat(find("a-again")).isEqualTo(again);
    }

    @Test
    void orderThatCannotEvenBeClaimedNotesSinceWhenAndWhy() {
        orders.create(order("a", NOON));
        HeldOrder held = held("a");

        assertThat(orders.postpone(held, Waiting.NEW, "no answer", NOON)).isTrue();
        assertThat(orders.postpone(held, Waiting.NEW, "no answer", NOON)).isFalse();

        assertThat(find("a").state()).isEqualTo(new Waiting(1, "no answer", NOON));
    }

    @Test
    void claimWithoutAnAnswerKeepsItsRequestAndNotesSinceWhen() {
        orders.create(order("a", NOON));
        Starting claim = claim("one");
        orders.claim(held("a"), claim);

        orders.unanswered("a", claim, "no answer", NOON.plusSeconds(60));

        Starting noted = (Starting) find("a").state();
        assertThat(noted.request()).isEqualTo(claim.request());
        assertThat(noted.at()).isEqualTo(NOON.plusSeconds(60));
        assertThat(noted.before()).isEqualTo(new Waiting(1, "no answer", NOON.plusSeconds(60)));
    }

    @Test
    void idThatIsNoFilesNameIsRefused() {
        for (String id : new String[] {"", "A", "a/b", "../a", "a".repeat(65)}) {
            assertThatThrownBy(() -> order(id, NOON)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Order order(String id, Instant at) {
        return Order.of(
                id,
                "shop",
                null,
                JsonNodeFactory.instance.objectNode().put("mode", "latest"),
                4711L,
                0,
                "event",
                at);
    }

    private static Starting claim(String by) {
        return new Starting(
                by,
                NOON,
                Waiting.NEW,
                "plans",
                new DrillRequest(
                        DrillRequest.SCHEMA_VERSION,
                        "a",
                        "shop",
                        "shop-1.dump",
                        NOON,
                        List.of(new RequestedCopy(0, 10, NOON, "etag")),
                        new SelectionFacts("latest", "7d", null, 1, "the newest"),
                        null,
                        List.of()),
                SIZE);
    }

    private HeldOrder held(String id) {
        return orders.find(id).orElseThrow();
    }

    private Order find(String id) {
        return held(id).order();
    }
}
