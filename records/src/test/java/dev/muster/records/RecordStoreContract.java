package dev.muster.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.MusterException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What every place of records keeps to, whatever it is made of. */
abstract class RecordStoreContract {
    /** A place of its own for each test. */
    abstract RecordStore store();

    @Test
    void whatIsCreatedStaysAsItWas() {
        assertThat(store().create("shop/a/result.json", utf8("first"))).isTrue();
        assertThat(store().create("shop/a/result.json", utf8("second"))).isFalse();
        assertThat(store().create("shop/a/result.json", utf8("first"))).isFalse();

        assertThat(store().read("shop/a/result.json").orElseThrow()).isEqualTo(utf8("first"));
        assertThat(store().read("shop/a/none.json")).isEmpty();
    }

    @Test
    void emptyDocumentIsADocument() {
        assertThat(store().create("a", new byte[0])).isTrue();
        assertThat(store().read("a").orElseThrow()).isEmpty();
    }

    @Test
    void documentThatNoFunctionHasRoomForIsNotRead() {
        store().create("a", new byte[RecordStore.MOST_BYTES + 1]);
        assertThatThrownBy(() -> store().read("a"))
                .isInstanceOfSatisfying(
                        MusterException.class,
                        e -> assertThat(e.code()).isEqualTo(RecordStore.TOO_LARGE))
                .hasMessageContaining("67,108,865 bytes");
        store().delete("a");
    }

    @Test
    void whatChangedSinceItWasReadIsNotReplaced() {
        store().create("orders/a.json", utf8("1"));
        Versioned read = store().readVersioned("orders/a.json").orElseThrow();
        assertThat(read.text()).isEqualTo("1");

        assertThat(store().replaceIf("orders/a.json", utf8("2"), read.version())).isTrue();
        assertThat(store().replaceIf("orders/a.json", utf8("3"), read.version())).isFalse();
        assertThat(store().read("orders/a.json").orElseThrow()).isEqualTo(utf8("2"));

        Versioned second = store().readVersioned("orders/a.json").orElseThrow();
        assertThat(store().delete("orders/a.json")).isTrue();
        assertThat(store().replaceIf("orders/a.json", utf8("4"), second.version())).isFalse();
        assertThat(store().read("orders/a.json")).isEmpty();
    }

    @Test
    void whatIsDeletedIsGoneAndDeletingAgainIsNoError() {
        store().replace("index.html", utf8("page"));
        store().delete("index.html");
        store().delete("index.html");

        assertThat(store().read("index.html")).isEmpty();
        assertThat(store().list("")).isEmpty();
        assertThat(store().create("index.html", utf8("again"))).isTrue();
    }

    @Test
    void foldersAreListedWithAllThatIsBelowThemAndNothingBeside() {
        store().create("shop/a/result.json", utf8("{}"));
        store().create("shop/record-000001.json", utf8("{}"));
        store().create("shop2/record-000001.json", utf8("{}"));
        store().replace("index.html", utf8("page"));

        assertThat(store().list("shop"))
                .containsExactly("shop/a/result.json", "shop/record-000001.json");
        assertThat(store().list("none")).isEmpty();
        assertThat(store().list(""))
                .containsExactly(
                        "index.html",
                        "shop/a/result.json",
                        "shop/record-000001.json",
                        "shop2/record-000001.json");
    }

    @Test
    void nameThatLeavesThePlaceIsRefused() {
        for (String name : new String[] {"", "../x", "a/../../x", "/etc/passwd"}) {
            assertThatThrownBy(() -> store().create(name, utf8("x")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
