package dev.muster.restore.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InsertRowsTest {
    @ParameterizedTest
    @CsvSource({
        "WIN1251, windows-1251, таблица",
        "SJIS, windows-31j, 表示",
        "UTF8, UTF-8, 表示",
        "LATIN1, ISO-8859-1, größe"
    })
    void theTableIsReadInTheEncodingOfTheArchive(String encoding, String charset, String table) {
        InsertRows rows = new InsertRows(encoding, true);
        byte[] data =
                "INSERT INTO public.\"%s\" VALUES (1), (2);\n\n\n"
                        .formatted(table)
                        .getBytes(Charset.forName(charset));
        rows.take(data, data.length);

        assertThat(rows.finish()).isNull();
        assertThat(rows.rows()).isEqualTo(2);
        assertThat(rows.target()).isEqualTo(new QualifiedName("public", table));
    }
}
