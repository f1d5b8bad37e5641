package dev.muster.restore.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BeyondDatabaseTest {
    @TempDir Path directory;

    private String given(String statement, SafeSql.Scope scope) throws IOException {
        Path file = Files.writeString(directory.resolve("s.sql"), "SELECT 1;\n" + statement + "\n");
        StringBuilder given = new StringBuilder();
        try (SafeSql safe = SafeSql.open(file, scope)) {
            for (SafeSql.Section s = safe.next(); s != null; s = safe.next()) {
                given.append(new String(s.sql().readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return given.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER DATABASE shop SET search_path TO 'app';",
                "ALTER DATABASE shop OWNER TO app;",
                "ALTER ROLE app IN DATABASE shop SET work_mem TO '9MB';",
                "ALTER ROLE \"in\" IN DATABASE \"shop\" SET work_mem TO '9MB';",
                "COMMENT ON DATABASE shop IS 'the shop';",
                "GRANT CONNECT,TEMPORARY ON DATABASE shop TO app;",
                "REVOKE ALL ON DATABASE shop FROM PUBLIC;",
                "SECURITY LABEL FOR x ON DATABASE shop IS 'y';",
                "ALTER TABLE public.t OWNER TO app;",
                "ALTER FUNCTION public.f(a integer, b text) OWNER TO \"The App\";",
                "SET default_tablespace = fast;",
                "SET SESSION AUTHORIZATION 'app';",
                "RESET SESSION AUTHORIZATION;"
            })
    void whatIsNotInTheDatabaseIsLeftOutWhereOthersHaveTheirs(String statement) throws IOException {
        assertThat(given(statement, SafeSql.Scope.DATABASE)).doesNotContain(statement);
        assertThat(given(statement, SafeSql.Scope.SERVER)).contains(statement);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE public.t ADD COLUMN owner text;",
                "ALTER TABLE public.database ALTER COLUMN i SET NOT NULL;",
                "GRANT SELECT ON TABLE public.database TO app;",
                "COMMENT ON TABLE public.t IS 'COMMENT ON DATABASE x';",
                "SET default_table_access_method = heap;",
                "ALTER DEFAULT PRIVILEGES FOR ROLE app GRANT SELECT ON TABLES TO reader;",
                "CREATE TABLE public.owner (to_app integer);"
            })
    void whatIsInTheDatabaseIsRestored(String statement) throws IOException {
        assertThat(given(statement, SafeSql.Scope.DATABASE)).contains(statement);
    }
}
