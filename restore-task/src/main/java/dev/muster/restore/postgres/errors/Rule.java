package dev.muster.restore.postgres.errors;

import dev.muster.contract.FindingCode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table that says what an error means.
 *
 * @param message found anywhere in the error's first line; its first group, where there is one,
 *     names what the error is about
 * @param statement that the failed SQL begins with, or null for any
 * @param code null where the meaning needs none
 */
record Rule(
        RestoreError.Kind kind,
        Pattern message,
        @Nullable Pattern statement,
        Meaning meaning,
        @Nullable FindingCode code) {

    boolean matches(RestoreError error) {
        if (kind != error.kind()) {
            return false;
        }
        if (!message.matcher(error.message()).find()) {
            return false;
        }
        String sql =
                error.statement() == null && error.copyTable() != null ? "COPY" : error.statement();
        return statement == null || (sql != null && statement.matcher(sql.strip()).lookingAt());
    }
}
