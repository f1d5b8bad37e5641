package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.CONTENT;
import static dev.muster.contract.CheckKind.DEFINITIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Cause;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Outcome;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.manifest.Manifest;
import dev.muster.manifest.TableContent;
import dev.muster.restore.verify.LocalServer.Database;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A restored database beside the manifest of its source: healthy and damaged in every way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContentCheckIT {
    private Database source;
    private Database restored;
    private Manifest manifest;

    @BeforeAll
    void takeAManifest() {
        source = EveryType.in(LocalServer.shared().database("LC_COLLATE 'C' LC_CTYPE 'C'"));
        manifest = Taking.manifest(source);
        restored = Taking.copy(source, LocalServer.shared());
    }

    /** What a restore of the source's dump left. */
    private Database copy() {
        return LocalServer.shared().twin(restored);
    }

    @Test
    void everyTableOfTheSourceIsHashed() {
        assertThat(manifest.tables()).hasSizeGreaterThan(12);
        assertThat(manifest.tables())
                .filteredOn(t -> t.hash() == null)
                .extracting(TableContent::name)
                .containsExactly("unfilled");
        assertThat(manifest.tables())
                .filteredOn(t -> t.name().equals("every"))
                .singleElement()
                .satisfies(t -> assertThat(t.columns()).hasSizeGreaterThan(50).doesNotContain("g"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "Asia/Tokyo; LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'",
                "Asia/Kathmandu; LOCALE_PROVIDER icu ICU_LOCALE 'tr'",
                "America/St_Johns; LOCALE_PROVIDER icu ICU_LOCALE 'de-u-kn-ks-level2'",
            })
    void aRestoredCopyIsIdenticalInAnotherLocaleAndUnderOtherSettings(String zone, String locale) {
        Database copy = Taking.copy(source, LocalServer.shared(), locale);
        for (String setting :
                new String[] {
                    "DateStyle = 'SQL, DMY'",
                    "TimeZone = '" + zone + "'",
                    "IntervalStyle = 'iso_8601'",
                    "extra_float_digits = -10",
                    "bytea_output = 'escape'",
                    "quote_all_identifiers = on",
                    "search_path = 'pg_catalog'",
                    "xmlbinary = 'hex'",
                }) {
            copy.sql("ALTER DATABASE " + copy.name() + " SET " + setting);
        }
        Drilled drilled = Taking.compare(copy, manifest);
        assertThat(Taking.notPassed(drilled))
                .extracting(ObjectOutcome::object)
                .containsExactly("public.unfilled");
        assertThat(drilled.findings()).isEmpty();
        assertThat(drilled.outcomes(CONTENT)).hasSizeGreaterThan(18);
        assertThat(drilled.outcomes(DEFINITIONS)).hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "CONTENT_LOST | public.numbered | DELETE FROM numbered WHERE id = 777",
                "CONTENT_CHANGED | public.numbered | UPDATE numbered SET v = v + 1 WHERE id = 778",
                "CONTENT_CHANGED | public.numbered | UPDATE numbered SET v = NULL WHERE id = 779",
                "CONTENT_CHANGED | public.numbered | UPDATE numbered SET v = CASE id WHEN 1 THEN 14"
                        + " ELSE 7 END WHERE id IN (1, 2)",
                "CONTENT_EXTRA | public.numbered | INSERT INTO numbered VALUES (99999, 1, 1)",
                "CONTENT_EXTRA | public.keyless | INSERT INTO keyless VALUES (1, 'x')",
                "CONTENT_LOST | public.keyless | DELETE FROM keyless WHERE ctid = '(0,1)'",
                "CONTENT_CHANGED | public.keyless | UPDATE keyless SET b = 'y' WHERE ctid = '(0,1)'",
                "CONTENT_CHANGED | public.texts | UPDATE texts SET v = 0 WHERE k = 'k500'",
                "CONTENT_CHANGED | public.every | UPDATE every SET t = NULL WHERE t = ''",
                "CONTENT_CHANGED | public.every | UPDATE every SET t = '' WHERE id = 302",
                "CONTENT_CHANGED | public.every | UPDATE every SET f8 = '0' WHERE f8 = '-0'",
                "CONTENT_CHANGED | public.every | UPDATE every SET n = 1.5 WHERE n = 1.5",
                "CONTENT_CHANGED | public.every | UPDATE every SET ai = '{1,2}' WHERE ai = '[2:3]={1,2}'",
                "CONTENT_CHANGED | public.every | UPDATE every SET by = set_byte(by, 40000, 1) WHERE"
                        + " length(by) > 40000 AND get_byte(by, 40000) <> 1",
                "CONTENT_CHANGED | public.every | UPDATE every SET t = concat(t, 'x') WHERE length(t) > 40000",
                "CONTENT_CHANGED | public.every | UPDATE every SET m = m + '0.01' WHERE id = 5",
                "CONTENT_CHANGED | public.every | UPDATE every SET at = ARRAY['a,b','','NULL','\"x\"']"
                        + " WHERE id = 5",
                "CONTENT_CHANGED | public.every | UPDATE every SET pr = ROW(5, NULL) WHERE id = 5",
                "CONTENT_CHANGED | public.every | UPDATE every SET j = '{\"a\":1,\"b\":5}' WHERE id = 5",
                "CONTENT_CHANGED | public.every | UPDATE every SET c = 'd' WHERE id = 5",
                "CONTENT_LOST | public.part1 | DELETE FROM part1",
                "CONTENT_LOST | public.dropped | TRUNCATE dropped",
                "CONTENT_LOST | public.numbered | DROP TABLE numbered CASCADE",
                "CONTENT_EXTRA | public.more | CREATE TABLE more AS SELECT 1 AS a",
                "CONTENT_CHANGED | sequence public.every_id_seq | SELECT setval('every_id_seq', 2)",
                "CONTENT_CHANGED | sequence public.untouched | SELECT setval('untouched', 5, true)",
                "CONTENT_LOST | sequence public.down | DROP SEQUENCE down",
                "CONTENT_LOST | large objects | SELECT lo_unlink(90001)",
                "CONTENT_CHANGED | large objects | SELECT lo_put(90002, 0, '\\x01')",
                "CONTENT_EXTRA | large objects | SELECT lo_create(0)",
            })
    void damagedContentIsNamed(String code, String object, String damage) {
        Database copy = copy();
        copy.sql(damage);
        Drilled drilled = Taking.compare(copy, manifest);
        assertThat(drilled.outcome(CONTENT, object).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(drilled.findings())
                .filteredOn(f -> f.code() == FindingCode.valueOf(code))
                .anySatisfy(f -> {
                    assertThat(f.object()).isEqualTo(object);
                    assertThat(f.decides()).isTrue();
                    assertThat(f.cause()).isEqualTo(Cause.BACKUP);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "DEFINITION_CHANGED | column public.identity.v | ALTER TABLE identity ALTER v SET DEFAULT 4",
                "DEFINITION_CHANGED | column public.texts.v | ALTER TABLE texts ALTER v SET NOT NULL",
                "DEFINITION_CHANGED | column public.identity.v | ALTER TABLE identity ALTER v TYPE bigint",
                "CONTENT_LOST | constraint public.every.listed | ALTER TABLE every DROP CONSTRAINT listed",
                "CONTENT_LOST | constraint public.numbered.numbered_r_fkey | ALTER TABLE numbered DROP"
                        + " CONSTRAINT numbered_r_fkey",
                "CONTENT_LOST | index public.lowered | DROP INDEX lowered",
                "DEFINITION_CHANGED | index public.lowered | DROP INDEX lowered; CREATE INDEX lowered ON"
                        + " every (upper(t)) WHERE v IS NOT NULL",
                "CONTENT_LOST | trigger public.numbered.stamped | DROP TRIGGER stamped ON numbered",
                "DEFINITION_CHANGED | trigger public.numbered.stamped | ALTER TABLE numbered DISABLE TRIGGER"
                        + " stamped",
                "DEFINITION_CHANGED | function public.twice(i integer) | CREATE OR REPLACE FUNCTION twice(i"
                        + " int DEFAULT 3) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 3 * i'",
                "DEFINITION_CHANGED | function public.twice(i integer) | CREATE OR REPLACE FUNCTION twice(i"
                        + " int DEFAULT 2) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2 * i'",
                "CONTENT_LOST | policy public.texts.few | DROP POLICY few ON texts",
                "DEFINITION_CHANGED | policy public.texts.few | ALTER POLICY few ON texts USING (v < 11)",
                "DEFINITION_CHANGED | table public.texts | ALTER TABLE texts DISABLE ROW LEVEL SECURITY",
                "CONTENT_LOST | rule public.dropped.quiet | DROP RULE quiet ON dropped",
                "CONTENT_LOST | view public.seen | DROP VIEW seen",
                "DEFINITION_CHANGED | sequence public.down | ALTER SEQUENCE down INCREMENT -2",
                "DEFINITION_CHANGED | type public.mood | ALTER TYPE mood ADD VALUE 'glad' BEFORE 'ok'",
                "DEFINITION_CHANGED | domain public.positive | ALTER DOMAIN positive SET DEFAULT 2",
                "CONTENT_LOST | collation public.plainly | DROP COLLATION plainly",
                "DEFINITION_CHANGED | text search configuration public.own | ALTER TEXT SEARCH"
                        + " CONFIGURATION own ALTER MAPPING FOR word WITH simple",
                "DEFINITION_CHANGED | text search dictionary public.short | ALTER TEXT SEARCH DICTIONARY"
                        + " short (STOPWORDS)",
                "CONTENT_LOST | operator class public.backwards USING btree | DROP OPERATOR CLASS"
                        + " backwards USING btree",
                "CONTENT_LOST | server far | DROP SERVER far",
                "DEFINITION_CHANGED | server far | ALTER SERVER far OPTIONS (ADD host 'elsewhere')",
                "CONTENT_LOST | statistics public.together | DROP STATISTICS together",
                "CONTENT_LOST | publication told | DROP PUBLICATION told",
                "CONTENT_LOST | operator public.<<<(public.mood,text) | DROP OPERATOR <<< (mood, text)",
                "DEFINITION_CHANGED | function public.counted() | CREATE OR REPLACE FUNCTION counted()"
                        + " RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(id) FROM numbered WHERE v"
                        + " > 3; END",
                "CONTENT_EXTRA | index public.new | CREATE INDEX new ON texts (v)",
            })
    void damagedDefinitionsAreNamed(String code, String object, String damage) {
        Database copy = copy();
        copy.sql(damage);
        Drilled drilled = Taking.compare(copy, manifest);
        assertThat(drilled.outcome(DEFINITIONS, object).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(drilled.findings())
                .anySatisfy(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.valueOf(code));
                    assertThat(f.decides()).isTrue();
                    assertThat(f.message() + f.examples()).contains(object);
                });
    }

    @Test
    void aDifferenceIsNarrowedToItsRangeWithoutAValue() {
        Database copy = copy();
        copy.sql(
                "UPDATE numbered SET v = 987654 WHERE id = 12345",
                "DELETE FROM numbered WHERE id = 3");
        String message =
                Taking.compare(copy, manifest).findings().stream()
                        .filter(f -> "public.numbered".equals(f.object()))
                        .findFirst()
                        .orElseThrow()
                        .message();
        assertThat(message)
                .contains("lacks 1 of the 20,000 rows")
                .contains("in 2 of ")
                .contains("\"id\" from 0 to 4999 (1 row fewer), \"id\" from 10000 to 14999")
                .doesNotContain("987654")
                .doesNotContain("12345");
    }

    @Test
    void aTableWithoutColumnsIsNotOneOfNulls() {
        Database copy = copy();
        copy.sql("ALTER TABLE nothing ADD COLUMN a int");
        Drilled drilled = Taking.compare(copy, manifest);
        assertThat(drilled.outcome(CONTENT, "public.nothing").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(drilled.outcomes(CONTENT))
                .filteredOn(o -> o.outcome() == Outcome.FAILED)
                .hasSize(1);
    }

    @Test
    void columnsThatChangedTheirNamesAreOtherColumns() {
        Database copy = copy();
        copy.sql("ALTER TABLE dropped RENAME COLUMN z TO y");
        Drilled drilled = Taking.compare(copy, manifest);
        assertThat(drilled.outcome(CONTENT, "public.dropped").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(drilled.findings())
                .filteredOn(f -> "public.dropped".equals(f.object()))
                .singleElement()
                .satisfies(f -> assertThat(f.message()).endsWith("its columns are other ones"));
    }

    @Test
    void rowsInAnotherPartitionAreNotLost() {
        Database copy = copy();
        copy.sql(
                "ALTER TABLE part DETACH PARTITION part1; ALTER TABLE part DETACH PARTITION part2",
                "CREATE TABLE moved AS SELECT k, v FROM part1 UNION ALL SELECT k, v FROM part2",
                "TRUNCATE part1, part2",
                "ALTER TABLE part ATTACH PARTITION part1 FOR VALUES FROM (0) TO (40)",
                "ALTER TABLE part ATTACH PARTITION part2 FOR VALUES FROM (40) TO (100)",
                "INSERT INTO part SELECT * FROM moved; DROP TABLE moved");
        Drilled drilled = Taking.compare(copy, manifest);
        assertThat(drilled.outcomes(CONTENT))
                .filteredOn(o -> o.object().startsWith("public.part"))
                .hasSize(2)
                .allMatch(o -> o.outcome() == Outcome.WARNED);
        assertThat(drilled.findings())
                .extracting(f -> f.code())
                .containsOnly(FindingCode.DEFINITION_CHANGED);
    }

    @Test
    void aMaterializedViewThatTheRestoreRefreshedOnlyWarns() {
        Database copy = copy();
        copy.sql(
                "ALTER MATERIALIZED VIEW mv RENAME TO old",
                "DROP MATERIALIZED VIEW old",
                "CREATE MATERIALIZED VIEW mv AS SELECT count(*) + 1 AS n FROM every");
        assertThat(Taking.compare(copy, manifest).outcome(CONTENT, "public.mv").outcome())
                .isEqualTo(Outcome.WARNED);
    }

    @Test
    void theOrderOfRowsDoesNotCountAndDuplicatesDo() {
        Database copy = copy();
        copy.sql(
                "CREATE TABLE again AS SELECT * FROM keyless ORDER BY a DESC, random()",
                "TRUNCATE keyless; INSERT INTO keyless SELECT * FROM again; DROP TABLE again");
        assertThat(Taking.compare(copy, manifest).outcome(CONTENT, "public.keyless").outcome())
                .isEqualTo(Outcome.PASSED);
        // Two equal rows more and two others fewer: an XOR would not see it.
        copy.sql(
                "DELETE FROM keyless WHERE ctid IN (SELECT ctid FROM keyless WHERE a = 1 LIMIT 2)",
                "INSERT INTO keyless VALUES (2, 'x'), (2, 'x')");
        assertThat(Taking.compare(copy, manifest).outcome(CONTENT, "public.keyless").outcome())
                .isEqualTo(Outcome.FAILED);
    }

    @Test
    void aManifestOfLaterOnlyWarns() {
        Database copy = copy();
        copy.sql("DELETE FROM numbered WHERE id = 777", "DROP INDEX lowered");
        Manifest later =
                new Manifest(
                        manifest.schemaVersion(),
                        manifest.muster(),
                        Manifest.Taken.AFTER,
                        manifest.hash(),
                        manifest.probe(),
                        manifest.source(),
                        manifest.dump(),
                        manifest.tables(),
                        manifest.sequences(),
                        manifest.largeObjects(),
                        manifest.definitions(),
                        manifest.rights());
        Drilled drilled = Taking.compare(copy, later);
        assertThat(drilled.findings()).noneMatch(f -> f.decides());
        assertThat(drilled.codes()).contains(FindingCode.CONTENT_MOVED_ON);
    }

    @Test
    void aServerThatHashesOtherwiseIsNotComparedWith() {
        Manifest other =
                new Manifest(
                        manifest.schemaVersion(),
                        manifest.muster(),
                        manifest.taken(),
                        manifest.hash(),
                        "00".repeat(16),
                        manifest.source(),
                        manifest.dump(),
                        manifest.tables(),
                        manifest.sequences(),
                        manifest.largeObjects(),
                        manifest.definitions(),
                        manifest.rights());
        Drilled drilled = Taking.compare(copy(), other);
        assertThat(drilled.outcomes(CONTENT))
                .singleElement()
                .extracting(ObjectOutcome::outcome)
                .isEqualTo(Outcome.NOT_CHECKED);
        assertThat(drilled.findings()).isEmpty();
    }
}
