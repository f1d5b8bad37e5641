package dev.muster.restore.postgres.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationRunIT {
    private static Lab lab;
    private static int number;

    @TempDir Path directory = Path.of("unset");

    private String database = "";

    @BeforeAll
    static void open() {
        lab = new Lab();
    }

    @AfterAll
    static void close() throws Exception {
        lab.close();
    }

    @BeforeEach
    void create() throws SQLException {
        database = "it's \"no. " + ++number;
        lab.execute(
                "postgres",
                "CREATE DATABASE \"" + database.replace("\"", "\"\"") + "\" TEMPLATE template0");
        lab.execute(
                database,
                "CREATE TABLE users (id int PRIMARY KEY, name text)",
                "INSERT INTO users VALUES (1, 'Ada4711'), (2, 'Bob')");
    }

    private MigrationRun run(Duration limit, Duration left) {
        return new MigrationRun(lab.server, database, limit, left, Long.MAX_VALUE);
    }

    private Optional<String> file(String sql) {
        return run(Duration.ofMinutes(1), Duration.ofMinutes(5))
                .file(
                        "up.sql",
                        () -> new ByteArrayInputStream(sql.getBytes(StandardCharsets.UTF_8)));
    }

    private Optional<String> command(String script, String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(List.of(arguments));
        return run(Duration.ofMinutes(1), Duration.ofMinutes(5))
                .command(command, Map.of("PATH", System.getenv("PATH")), directory);
    }

    @Test
    void fileRunsToItsEndWithRowsOfCopyInIt() throws SQLException {
        assertThat(
                        file(
                                """
                                -- a comment; with a semicolon
                                ALTER TABLE users ADD COLUMN born date;
                                COPY users (id, name, born) FROM stdin;
                                3\tEve\t\\N
                                4\t\\\\! touch /tmp/never\t2020-01-01
                                \\.
                                CREATE INDEX CONCURRENTLY ON users (born);
                                DO $$ BEGIN UPDATE users SET name = 'x;y' WHERE id = 2; END $$;
                                INSERT INTO users (id) VALUES (5)\
                                """))
                .isEmpty();
        // psql runs a last statement without its semicolon, too.
        assertThat(lab.ask(database, "SELECT count(*) FROM users")).isEqualTo("5");
    }

    @Test
    void errorIsQuotedWithItsLineAndEndsTheFile() throws SQLException {
        assertThat(
                        file(
                                "SELECT 1;\nSELECT 2;\n\nALTER TABLE users\n  ADD COLUMN id int;\nDROP TABLE users;"))
                .contains(
                        "\"up.sql\", line 4: column \"id\" of relation \"users\" already exists"
                                + " (SQLSTATE 42701)");
        assertThat(lab.ask(database, "SELECT count(*) FROM users")).isEqualTo("2");
    }

    @Test
    void lineIsTheServersWhereItKnowsIt() {
        assertThat(file("SELECT 1;\nCREATE TABLE a (\n  b int,\n  c nonsense\n);\n"))
                .contains("\"up.sql\", line 4: type \"nonsense\" does not exist (SQLSTATE 42704)");
        assertThat(file("CREATE TABEL a ();\n"))
                .contains("\"up.sql\", line 1: syntax error at or near \"TABEL\" (SQLSTATE 42601)");
    }

    @Test
    void valueOfARowIsInNoMessage() {
        assertThat(file("INSERT INTO users VALUES (1, 'Ada4711');\n"))
                .hasValueSatisfying(said ->
                        assertThat(said)
                                .contains("violates unique constraint \"users_pkey\"")
                                .doesNotContain("Ada4711"));
        assertThat(file("SELECT name::int FROM users;\n"))
                .hasValueSatisfying(said ->
                        assertThat(said)
                                .contains("invalid input syntax for type integer")
                                .doesNotContain("Ada4711"));
        assertThat(
                        file(
                                "DO $$ DECLARE n text; BEGIN SELECT name INTO n FROM users WHERE id ="
                                        + " 1; RAISE EXCEPTION 'found %', n; END $$;\n"))
                .hasValueSatisfying(said ->
                        assertThat(said)
                                .contains("a function raised an exception")
                                .doesNotContain("Ada4711"));
    }

    @Test
    void psqlRunsNoShell() {
        Path trace = directory.resolve("trace");
        assertThat(file("\\! touch " + trace + "\n")).isPresent();
        assertThat(file("COPY users TO PROGRAM 'touch " + trace + "';\n")).isPresent();
        assertThat(trace).doesNotExist();
    }

    @Test
    void fileThatDoesNotEndInTimeIsStopped() {
        Optional<String> said =
                run(Duration.ofSeconds(1), Duration.ofMinutes(5))
                        .file(
                                "slow.sql",
                                () ->
                                        new ByteArrayInputStream(
                                                "SELECT pg_sleep(60);"
                                                        .getBytes(StandardCharsets.UTF_8)));
        assertThat(said).contains("\"slow.sql\" did not end within 1 s");
        assertThatThrownBy(() ->
                        run(Duration.ofMinutes(1), Duration.ofSeconds(1))
                                .file(
                                        "slow.sql",
                                        () ->
                                                new ByteArrayInputStream(
                                                        "SELECT pg_sleep(60);"
                                                                .getBytes(StandardCharsets.UTF_8))))
                .isInstanceOfSatisfying(
                        FindingException.class,
                        e -> assertThat(e.finding().code()).isEqualTo(FindingCode.RESTORE_TIMEOUT));
    }

    @Test
    void commandFindsTheDatabaseAndSeesNothingElse() throws Exception {
        Path seen = directory.resolve("seen");
        assertThat(
                        command(
                                "psql -qAtc \"UPDATE users SET name = 'by command' WHERE id = 1\" &&"
                                        + " psql -qAtc 'SELECT current_database()' \"$DATABASE_URL\" >"
                                        + " \"$1\" && env | cut -d= -f1 | sort > \"$1.env\"",
                                seen.toString()))
                .isEmpty();
        assertThat(lab.ask(database, "SELECT name FROM users WHERE id = 1"))
                .isEqualTo("by command");
        assertThat(Files.readString(seen).strip()).isEqualTo(database);
        assertThat(Files.readAllLines(Path.of(seen + ".env")))
                .contains("PGHOST", "PGPASSFILE", "PGDATABASE", "DATABASE_URL", "PATH")
                .noneMatch(name -> name.startsWith("MUSTER") || name.startsWith("AWS"))
                .doesNotContain("HOME", "PGPASSWORD");
    }

    @Test
    void commandsFailureIsToldWithoutWhatItPrinted() {
        assertThat(command("echo 'bad row: Ada4711'; exit 3"))
                .contains(
                        "\"sh\" exited 3; what it printed is not shown, as it may hold rows' values");
        assertThat(command("psql -v ON_ERROR_STOP=1 -c 'DROP TABLE nothing'"))
                .contains("\"sh\" exited 1; PostgreSQL said: table \"nothing\" does not exist");
        assertThat(
                        command(
                                "psql -v ON_ERROR_STOP=1 -c \"DO 'DECLARE n text; BEGIN SELECT name"
                                        + " INTO n FROM users; RAISE EXCEPTION ''% is bad'', n; END'\""))
                .hasValueSatisfying(said -> assertThat(said).doesNotContain("Ada4711"));
    }

    @Test
    void commandThatIsNotInstalledIsTheDrillsOwnProblem() {
        MigrationRun run = run(Duration.ofMinutes(1), Duration.ofMinutes(5));
        assertThatThrownBy(() -> run.command(List.of("no-such-tool-4711"), Map.of(), directory))
                .isInstanceOfSatisfying(
                        FindingException.class,
                        e ->
                                assertThat(e.finding().message())
                                        .startsWith("cannot start \"no-such-tool-4711\""));
    }

    @Test
    void commandThatDoesNotEndInTimeIsStoppedWithItsChildren() {
        Optional<String> said =
                run(Duration.ofSeconds(1), Duration.ofMinutes(5))
                        .command(
                                List.of("sh", "-c", "sleep 60 & sleep 61; wait"),
                                Map.of("PATH", System.getenv("PATH")),
                                directory);
        assertThat(said).contains("\"sh\" did not end within 1 s");
        assertThat(
                        ProcessHandle.current()
                                .descendants()
                                .map(p -> p.info().commandLine().orElse("")))
                .noneMatch(line -> line.endsWith("sleep 60") || line.endsWith("sleep 61"));
    }
}
