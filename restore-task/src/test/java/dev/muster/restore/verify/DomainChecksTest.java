package dev.muster.restore.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DomainChecksTest {
    @Test
    void columnTakesThePlaceOfValueAndOfNothingElse() {
        assertThat(
                        DomainChecks.about(
                                "((VALUE > 0) AND (\"VALUE\"(VALUE) <> 'VALUE''s VALUE'::text) AND"
                                        + " f(\"a\"\"VALUE\", VALUES))",
                                "(\"c$1\"::integer)"))
                .isEqualTo(
                        "(((\"c$1\"::integer) > 0) AND (\"VALUE\"((\"c$1\"::integer)) <>"
                                + " 'VALUE''s VALUE'::text) AND f(\"a\"\"VALUE\", VALUES))");
    }
}
