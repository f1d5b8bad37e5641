package dev.muster.report.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaOfTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "public.film, public",
                "table public.film, public",
                "materialized view sales.by_month, sales",
                "foreign key \"odd.schema\".t.fk, \"odd.schema\"",
                "extension postgis, ''",
                "large object 16403, ''",
                "film, ''",
            })
    void schemaIsFoundInEveryWayOfNaming(String name, String schema) {
        assertThat(SchemaOf.object(name)).isEqualTo(schema);
    }
}
