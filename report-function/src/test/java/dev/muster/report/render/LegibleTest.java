package dev.muster.report.render;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LegibleTest {

    @Test
    void ordinaryNamesOfAnyScriptStayAsTheyAre() {
        for (String name : new String[] {"public.film", "Größe", "таблица", "注文", "a b\"c", "🍕"}) {
            assertThat(Legible.text(name)).isEqualTo(name);
        }
    }

    @Test
    void whatHidesIsSpelledOut() {
        assertThat(Legible.text("a\u0000b\u202Ec\u200Dd\u2028e\ud800f\u0085"))
                .isEqualTo("a⟨U+0000⟩b⟨U+202E⟩c⟨U+200D⟩d⟨U+2028⟩e⟨U+D800⟩f⟨U+0085⟩");
    }

    @Property(tries = 300)
    void nothingThatSteersATerminalRemains(@ForAll String text) {
        assertThat(Legible.text(text).codePoints())
                .noneMatch(Character::isISOControl)
                .noneMatch(c -> Character.getType(c) == Character.FORMAT)
                .noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    }

    @Property(tries = 300)
    void wrappedLinesFitAndLoseNothing(
            @ForAll String text, @ForAll @IntRange(min = 2, max = 90) int width) {
        String legible = Legible.text(text);

        var lines = Columns.wrap(legible, width);

        assertThat(lines).allSatisfy(l -> assertThat(Columns.width(l)).isLessThanOrEqualTo(width));
        assertThat(String.join("", lines).replace(" ", ""))
                .isEqualTo(legible.strip().replace(" ", ""));
    }

    @Property(tries = 300)
    void shortenedTextFits(@ForAll String text, @ForAll @IntRange(min = 3, max = 90) int width) {
        assertThat(Columns.width(Columns.shorten(Legible.text(text), width)))
                .isLessThanOrEqualTo(width);
    }
}
