package dev.muster.restore.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.manifest.ContentHash;
import dev.muster.manifest.content.PinnedSettings;
import dev.muster.manifest.content.Queries;
import dev.muster.manifest.content.TableHash;
import dev.muster.manifest.content.TableShape;
import dev.muster.restore.verify.LocalServer.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a table's hash depends on, and what it does not depend on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HashPropertiesIT {
    /**
     * Types that no table holds: those of PostgreSQL's own statistics, indexes and parsed queries.
     */
    private static final List<String> NOT_STORED =
            List.of(
                    "gtsvector",
                    "pg_brin_bloom_summary",
                    "pg_brin_minmax_multi_summary",
                    "pg_dependencies",
                    "pg_mcv_list",
                    "pg_ndistinct",
                    "pg_node_tree");

    private Database database;
    private Connection connection;
    private Statement statement;

    @BeforeAll
    void fillEveryType() throws SQLException {
        database = EveryType.in(LocalServer.shared().database());
        connection = database.connections().open();
        statement = connection.createStatement();
        statement.execute(PinnedSettings.sql());
        statement.execute("SET search_path = public");
        connection.setAutoCommit(false);
    }

    @AfterAll
    void close() throws SQLException {
        if (connection != null) {
            connection.close();
        }
    }

    private final class Here implements Queries<SQLException> {
        @Override
        public <T extends @Nullable Object> List<T> rows(String sql, RowReader<T> reader)
                throws SQLException {
            List<T> all = new ArrayList<>();
            try (ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    all.add(reader.read(result));
                }
            }
            return all;
        }

        @Override
        public void execute(String sql) throws SQLException {
            statement.execute(sql);
        }
    }

    /** Of a table, or of all partitions of one; as sessions of a manifest read it. */
    private ContentHash hash(String table) throws SQLException {
        statement.execute("SET search_path = ''");
        ContentHash sum = ContentHash.EMPTY;
        for (TableShape shape : TableShape.readAll(new Here())) {
            boolean part = shape.root() != null && shape.root().name().equals(table);
            if (part || shape.name().name().equals(table)) {
                String sql = new TableHash(shape, null).sql(0, 0);
                for (TableHash.Range each : new Here().rows(sql, TableHash::range)) {
                    sum = sum.plus(each.hash());
                }
            }
        }
        statement.execute("SET search_path = public");
        return sum;
    }

    private List<String> texts(String sql) throws SQLException {
        return new Here().rows(sql, r -> r.getString(1));
    }

    /** The hash after a change that is taken back. */
    private ContentHash hashAfter(String change, String table) throws SQLException {
        statement.execute(change);
        ContentHash after = hash(table);
        connection.rollback();
        return after;
    }

    @Test
    void everyBuiltInTypeIsAmongThoseThatAreTested() throws SQLException {
        List<String> missing =
                texts(
                        """
                        SELECT t.typname FROM pg_type t
                         WHERE t.typnamespace = 'pg_catalog'::regnamespace
                           AND t.typtype IN ('b', 'r', 'm') AND t.typcategory <> 'A'
                           AND NOT EXISTS (
                               SELECT FROM pg_attribute a
                                WHERE a.attrelid = 'every'::regclass AND a.attnum > 0
                                  AND a.atttypid = t.oid)
                         ORDER BY 1
                        """);
        assertThat(missing).isSubsetOf(NOT_STORED);
    }

    @Test
    void everyColumnsValueAndItsAbsenceCount() throws SQLException {
        ContentHash before = hash("every");
        List<String> columns =
                texts(
                        "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid ="
                                + " 'every'::regclass AND attnum > 0 AND attname <> 'id' AND"
                                + " attgenerated = ''");
        assertThat(columns).hasSizeGreaterThan(80);
        for (String column : columns) {
            String nulled = "UPDATE every SET %s = NULL WHERE id = 9".formatted(column);
            assertThat(hashAfter(nulled, "every")).as(nulled).isNotEqualTo(before);
            long distinct =
                    Long.parseLong(
                            texts(
                                            "SELECT count(DISTINCT %s::text) FROM every WHERE id IN (11, 12)"
                                                    .formatted(column))
                                    .getFirst());
            String swapped =
                    ("UPDATE every e SET %1$s = o.%1$s FROM every o WHERE (e.id, o.id) IN ((11, 12),"
                                    + " (12, 11))")
                            .formatted(column);
            assertThat(hashAfter(swapped, "every").equals(before))
                    .as(swapped)
                    .isEqualTo(distinct < 2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "UPDATE every SET iv = '30 days' WHERE id = 1; UPDATE every SET iv = '1 mon' WHERE id = 1",
                "UPDATE every SET n = 1.0 WHERE id = 1; UPDATE every SET n = 1.00 WHERE id = 1",
                "UPDATE every SET f8 = 0 WHERE id = 1; UPDATE every SET f8 = '-0' WHERE id = 1",
                "UPDATE every SET f4 = 0.1 WHERE id = 1; UPDATE every SET f4 = '0.10000001' WHERE id = 1",
                "UPDATE every SET t = '' WHERE id = 1; UPDATE every SET t = NULL WHERE id = 1",
                "UPDATE every SET t = 'NULL' WHERE id = 1; UPDATE every SET t = NULL WHERE id = 1",
                "UPDATE every SET t = '' WHERE id = 1; UPDATE every SET t = ' ' WHERE id = 1",
                "UPDATE every SET c = 'a' WHERE id = 1; UPDATE every SET c = 'A' WHERE id = 1",
                "UPDATE every SET ct = 'a' WHERE id = 1; UPDATE every SET ct = 'A' WHERE id = 1",
                "UPDATE every SET at = '{}' WHERE id = 1; UPDATE every SET at = '{NULL}' WHERE id = 1",
                "UPDATE every SET at = '{a,b}' WHERE id = 1; UPDATE every SET at = '{\"a,b\"}' WHERE id = 1",
                "UPDATE every SET pr = ROW(NULL, NULL) WHERE id = 1; UPDATE every SET pr = NULL WHERE id = 1",
                "UPDATE every SET pr = ROW(1, '') WHERE id = 1; UPDATE every SET pr = ROW(1, NULL) WHERE id"
                        + " = 1",
                "UPDATE every SET ir = 'empty' WHERE id = 1; UPDATE every SET ir = NULL WHERE id = 1",
                "UPDATE every SET sp = '[0,1)' WHERE id = 1; UPDATE every SET sp = '[0,1]' WHERE id = 1",
                "UPDATE every SET j = '{\"a\":1,\"b\":2}' WHERE id = 1; UPDATE every SET j ="
                        + " '{\"b\":2,\"a\":1}' WHERE id = 1",
                "UPDATE every SET by = '\\x00' WHERE id = 1; UPDATE every SET by = '' WHERE id = 1",
                "UPDATE every SET m = '1.00' WHERE id = 1; UPDATE every SET m = '1.01' WHERE id = 1",
                "UPDATE every SET po2 = 1 WHERE id = 1; UPDATE every SET po2 = 1.0 WHERE id = 1",
                "UPDATE every SET tz = '2020-01-01 00:00:00+00' WHERE id = 1; UPDATE every SET tz ="
                        + " '2020-01-01 00:00:00.000001+00' WHERE id = 1",
                "UPDATE every SET t = 'a', v = 'b' WHERE id = 1; UPDATE every SET t = 'b', v = 'a' WHERE id ="
                        + " 1",
                "UPDATE every SET q = '\\200' WHERE id = 1; UPDATE every SET q = '\\201' WHERE id = 1",
            })
    void differentValuesHashOtherwise(String one, String other) throws SQLException {
        assertThat(hashAfter(one, "every")).isNotEqualTo(hashAfter(other, "every"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "UPDATE every SET jb = '{\"a\":1,\"b\":[2]}'; UPDATE every SET jb = '{ \"b\": [2], \"a\": 1}'",
                "UPDATE every SET tz = '2020-01-01 00:00+00'; UPDATE every SET tz = '2020-01-01 05:45+05:45'",
                "UPDATE every SET ir = '[1,4]'; UPDATE every SET ir = '[1,5)'",
                "UPDATE every SET t = repeat('x', 90000); UPDATE every SET t = repeat('x', 45000) ||"
                        + " repeat('x', 45000)",
                "UPDATE every SET h = 'a=>1,b=>2'; UPDATE every SET h = 'b=>2,a=>1'",
                "SET LOCAL search_path = public; ALTER TABLE every ADD COLUMN extra int GENERATED ALWAYS AS"
                        + " (i2 + 1) STORED",
            })
    void theSameValuesHashAlike(String one, String other) throws SQLException {
        assertThat(hashAfter(one, "every")).isEqualTo(hashAfter(other, "every"));
    }

    /** Rows that are drawn anew for every seed, some of them more than once. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8})
    void storageAndOrderDoNotCountAndEveryRowDoes(double seed) throws SQLException {
        statement.execute("SELECT setseed(" + seed + ")");
        statement.execute(
                """
                CREATE TABLE drawn AS
                SELECT (random() * 100)::int AS a, NULLIF((random() * 3)::int, 0) AS "B",
                       CASE WHEN random() < 0.1 THEN '' WHEN random() < 0.1 THEN NULL
                            ELSE repeat(md5(random()::text), (random() * 200)::int) END AS c,
                       random() AS d, ARRAY[random()::numeric, NULL] AS e
                  FROM generate_series(1, 500)
                """);
        statement.execute("INSERT INTO drawn SELECT * FROM drawn LIMIT 20");
        statement.execute(
                "CREATE TABLE stored (gone int, e numeric[], d float8, c text, \"B\" int, a int, made int"
                        + " GENERATED ALWAYS AS (a + 1) STORED) WITH (fillfactor = 20)");
        statement.execute("ALTER TABLE stored ALTER c SET STORAGE EXTERNAL");
        statement.execute(
                "INSERT INTO stored (a, \"B\", c, d, e) SELECT a, \"B\", c, d, e FROM drawn ORDER BY"
                        + " random()");
        statement.execute("ALTER TABLE stored DROP COLUMN gone");
        statement.execute(
                "CREATE TABLE divided (LIKE drawn) PARTITION BY RANGE (a); CREATE TABLE low PARTITION OF"
                        + " divided FOR VALUES FROM (0) TO (40); CREATE TABLE high PARTITION OF divided"
                        + " DEFAULT; INSERT INTO divided SELECT * FROM drawn");
        ContentHash drawn = hash("drawn");
        assertThat(drawn.rows()).isEqualTo(520);
        assertThat(hash("stored")).isEqualTo(drawn);
        assertThat(hash("divided")).isEqualTo(drawn);
        statement.execute(
                "UPDATE stored SET d = d + 1e-9 WHERE ctid = (SELECT ctid FROM stored ORDER BY random()"
                        + " LIMIT 1)");
        assertThat(hash("stored")).isNotEqualTo(drawn);
        // One row once less and another once more: neither count nor an XOR would tell.
        statement.execute(
                "DELETE FROM divided WHERE ctid = (SELECT ctid FROM high LIMIT 1) AND tableoid ="
                        + " 'high'::regclass; INSERT INTO divided SELECT * FROM divided WHERE a >= 40"
                        + " LIMIT 1");
        ContentHash moved = hash("divided");
        assertThat(moved.rows()).isEqualTo(520);
        assertThat(moved).isNotEqualTo(drawn);
        connection.rollback();
    }
}
