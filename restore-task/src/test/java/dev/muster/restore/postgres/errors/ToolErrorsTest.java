package dev.muster.restore.postgres.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolErrorsTest {
    private static Optional<String> said(String line) {
        ToolErrors errors = new ToolErrors();
        errors.line("running migrations");
        errors.line(line);
        errors.line("ERROR: relation \"later\" does not exist");
        return errors.first();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "psql:a.sql:3: ERROR:  relation \"t\" does not exist | relation \"t\" does not exist",
                "ERROR:  42P07: relation \"t\" already exists | relation \"t\" already exists",
                "pq: ERROR: syntax error at or near \"TABEL\" | syntax error at or near \"TABEL\"",
                "ERROR: duplicate key value violates unique constraint \"k\" | duplicate key value violates unique constraint \"k\"",
                "FATAL: permission denied for database \"x\" | permission denied for database \"x\"",
            })
    void theServersOwnWordsAreQuoted(String line, String quoted) {
        assertThat(said(line)).contains(quoted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ERROR:  Ada Lovelace is not paid",
                "ERROR: invalid input syntax for type integer: \"Ada\"",
                "ERROR: Ada",
            })
    void whatMayHoldAValueIsNot(String line) {
        assertThat(said(line)).isEmpty();
    }
}
