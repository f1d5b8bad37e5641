package dev.muster.restore.verify;

import dev.muster.restore.verify.LocalServer.Database;

/** A database with a column of every kind of value that PostgreSQL stores, and of every object. */
final class EveryType {
    private EveryType() {}

    static Database in(Database database) {
        return database.sql(
                "CREATE EXTENSION hstore; CREATE EXTENSION citext",
                "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')",
                "CREATE TYPE pair AS (a int, b text)",
                "CREATE TYPE span AS RANGE (subtype = float8)",
                "CREATE DOMAIN positive AS numeric DEFAULT 1 CHECK (VALUE > 0)",
                "CREATE DOMAIN code AS varchar(8) CHECK (VALUE IN ('a', 'b', ''))",
                """
                CREATE TABLE every (id serial PRIMARY KEY, b boolean, i2 int2, i8 int8, n numeric,
                  f4 real, f8 double precision, m money, t text, v varchar(20), c char(5), q "char",
                  nm name, by bytea, d date, tm time, tmz timetz, ts timestamp, tz timestamptz,
                  iv interval, u uuid, j json, jb jsonb, x xml, ip inet, ci cidr, ma macaddr,
                  bt bit(3), vb varbit, pt point, ln lseg, bx box, pa path, po polygon, ck circle,
                  tv tsvector, tq tsquery, o oid, rc regclass, rp regtype, ls pg_lsn,
                  ai int[], at text[], af float8[][], md mood, pr pair, prs pair[], sp span,
                  ir int4range, tr tstzrange, po2 positive, cd code, h hstore, ct citext,
                  jp jsonpath, sn txid_snapshot, g numeric GENERATED ALWAYS AS (n * 2) STORED)
                """,
                """
                INSERT INTO every (b, i2, i8, n, f4, f8, m, t, v, c, q, nm, by, d, tm, tmz, ts, tz,
                  iv, u, j, jb, x, ip, ci, ma, bt, vb, pt, ln, bx, pa, po, ck, tv, tq, o, rc, rp,
                  ls, ai, at, af, md, pr, prs, sp, ir, tr, po2, cd, h, ct, jp, sn)
                SELECT i % 2 = 0, i, i * 10000000000, i / 7.0, i / 3.0, i / 3.0, i * 1.1::numeric::money,
                  'tëxt ' || i, 'v' || i, 'c', chr(64 + i % 60)::"char", 'n' || i,
                  decode(md5(i::text), 'hex'), date '2000-01-01' + i, time '00:00' + i * interval '1 s',
                  timetz '12:00+02', timestamp '1999-12-31' + i * interval '1 h',
                  timestamptz '1999-12-31 00:00+00' + i * interval '1 h',
                  make_interval(years => i, days => i, secs => i), md5(i::text)::uuid,
                  json_build_object('b', i, 'a', 1), jsonb_build_object('b', i, 'a', 1),
                  ('<a>' || i || '</a>')::xml, '10.0.0.1'::inet + i, '10.0.0.0/8', '08:00:2b:01:02:03',
                  (i % 8)::bit(3), (i % 8)::bit(3)::varbit, point(i, i / 3.0), '((0,0),(1,1))',
                  '((0,0),(1,1))', '((0,0),(1,1))', '((0,0),(1,1),(2,0))', '<(0,0),1>',
                  to_tsvector('simple', 'a b ' || i), 'a & b'::tsquery, i, 'every'::regclass,
                  'int4'::regtype, '0/16B3748', ARRAY[i, NULL, 2], ARRAY['a,b', '', NULL, '"x"'],
                  ARRAY[[1.1, 2.2], [i, 0]], (ARRAY['sad', 'ok', 'happy'])[1 + i % 3]::mood,
                  ROW(i, 'x')::pair, ARRAY[ROW(i, NULL)::pair], span(0, i), int4range(i, i + 5),
                  tstzrange(NULL, '2020-01-01 00:00+00'), i + 0.50, 'a', hstore('k', i::text), 'MiXed',
                  '$.a[*]', '10:20:10,14'
                  FROM generate_series(1, 300) i
                """,
                """
                ALTER TABLE every ADD li line, ADD ma8 macaddr8, ADD r8 int8range, ADD rn numrange,
                  ADD rt tsrange, ADD rd daterange, ADD m4 int4multirange, ADD m8 int8multirange,
                  ADD mn nummultirange, ADD mt tsmultirange, ADD mtz tstzmultirange,
                  ADD mdt datemultirange, ADD ps pg_snapshot, ADD xi xid, ADD xi8 xid8, ADD ci4 cid,
                  ADD ti tid, ADD iv2 int2vector, ADD ov oidvector, ADD acl aclitem, ADD rf refcursor,
                  ADD rpc regproc, ADD rpd regprocedure, ADD ro regoper, ADD ror regoperator,
                  ADD rr regrole, ADD rns regnamespace, ADD rcf regconfig, ADD rdi regdictionary,
                  ADD rco regcollation
                """,
                """
                UPDATE every SET li = '{1,2,3}', ma8 = '08:00:2b:01:02:03:04:05', r8 = int8range(id, id + 1),
                  rn = numrange(id / 3.0, id), rt = tsrange('2020-01-01', NULL), rd = '[2020-01-01,2020-02-01)',
                  m4 = int4multirange(int4range(0, id), int4range(id + 5, id + 9)), m8 = '{[1,2),[4,5)}',
                  mn = '{(1.5,2.50]}', mt = '{[2020-01-01,2020-01-02)}', mtz = '{[2020-01-01 00:00+00,)}',
                  mdt = '{}', ps = '10:20:10,14', xi = id::text::xid, xi8 = id::text::xid8,
                  ci4 = id::text::cid, ti = ('(' || id || ',1)')::tid, iv2 = '1 2 3', ov = '1 2',
                  acl = 'postgres=r/postgres', rf = ('cursor ' || id)::refcursor, rpc = 'pg_catalog.now',
                  rpd = 'pg_catalog.abs(numeric)', ro = 'pg_catalog.||/', ror = 'pg_catalog.+(integer,integer)',
                  rr = 'postgres', rns = 'public', rcf = 'english', rdi = 'simple', rco = '"C"'
                 WHERE id <= 300
                """,
                "INSERT INTO every (f4, f8, n, t, ai, d, tz, iv) VALUES ('NaN', '-0', 'NaN', '',"
                        + " '[2:3]={1,2}', 'infinity', '-infinity', '-1 mon +2 days'), ('Infinity',"
                        + " '1e-310', 1.500, NULL, '{}', '4713-01-01 BC', '0044-03-15 BC', '0')",
                "INSERT INTO every (t, by) SELECT string_agg(md5(i::text), ''),"
                        + " decode(string_agg(md5(i::text), ''), 'hex') FROM generate_series(1, 5000) i",
                "CREATE TABLE dropped (a int, gone text, z int); INSERT INTO dropped VALUES (1, 'x', 2)",
                "ALTER TABLE dropped DROP COLUMN gone; ALTER TABLE dropped ADD COLUMN b int DEFAULT 9",
                "CREATE TABLE parent (a int, z int); CREATE TABLE child (c int) INHERITS (parent)",
                "ALTER TABLE parent ADD COLUMN late text DEFAULT 'l'; INSERT INTO child VALUES (1, 2, 3)",
                "CREATE TABLE part (k int, v text) PARTITION BY RANGE (k)",
                "CREATE TABLE part1 PARTITION OF part FOR VALUES FROM (0) TO (50)",
                "CREATE TABLE part2 (v text, k int); ALTER TABLE part ATTACH PARTITION part2 FOR VALUES"
                        + " FROM (50) TO (100)",
                "INSERT INTO part SELECT i, 'v' || i FROM generate_series(0, 99) i",
                "CREATE TABLE issued (id int GENERATED ALWAYS AS IDENTITY, k int) PARTITION BY LIST (k)",
                "CREATE TABLE issued1 PARTITION OF issued DEFAULT",
                "INSERT INTO issued (k) SELECT generate_series(1, 20)",
                "CREATE TABLE nothing ()",
                "INSERT INTO nothing DEFAULT VALUES",
                "CREATE TABLE keyless AS SELECT i % 10 AS a, 'x' AS b FROM generate_series(1, 20000) i",
                "CREATE TABLE texts (k text PRIMARY KEY, v int); INSERT INTO texts SELECT 'k' || i, i FROM"
                        + " generate_series(1, 20000) i",
                "CREATE TABLE numbered (id int PRIMARY KEY, v int, r int REFERENCES every); INSERT INTO"
                        + " numbered SELECT i, i * 7, 1 + i % 300 FROM generate_series(1, 20000) i",
                "CREATE UNLOGGED TABLE careless (a int); INSERT INTO careless VALUES (1)",
                "CREATE MATERIALIZED VIEW mv AS SELECT count(*) AS n FROM every",
                "CREATE MATERIALIZED VIEW unfilled AS SELECT 1 AS n WITH NO DATA",
                "CREATE VIEW seen AS SELECT e.id, n.v FROM every e LEFT JOIN numbered n ON n.r = e.id"
                        + " WHERE e.t IN ('a', 'b') OR e.v IN ('c', 'd') ORDER BY 1",
                "CREATE SEQUENCE down INCREMENT -1; SELECT nextval('down')",
                "CREATE SEQUENCE untouched START 5",
                "CREATE TABLE identity (id int GENERATED ALWAYS AS IDENTITY, v int DEFAULT 1 + 2)",
                "ALTER TABLE every ADD CONSTRAINT listed CHECK (v IN ('v1', 'v2') OR length(v) < 99)",
                "CREATE INDEX lowered ON every (lower(t)) WHERE v IS NOT NULL",
                "CREATE FUNCTION twice(i int DEFAULT 3) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2 * i'",
                "CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
                "CREATE TRIGGER stamped BEFORE UPDATE ON numbered FOR EACH ROW EXECUTE FUNCTION stamp()",
                "CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0')",
                "ALTER TABLE texts ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY few ON texts USING (v < 10)",
                "CREATE VIEW plain AS SELECT id, v + 1 AS next, r AS \"Other\" FROM numbered WHERE v > 1",
                "CREATE VIEW joined AS SELECT a.id, b.v FROM numbered a JOIN texts b ON b.v = a.v"
                        + " WHERE EXISTS (SELECT FROM every e WHERE e.id = a.r)",
                "CREATE POLICY own ON texts FOR UPDATE USING (EXISTS (SELECT 1 FROM numbered n WHERE n.v"
                        + " = texts.v)) WITH CHECK (k <> 'x'::varchar)",
                "CREATE FUNCTION counted() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(id) FROM"
                        + " numbered WHERE v > 2; END",
                "CREATE PROCEDURE work(INOUT a int, b text DEFAULT 'x') LANGUAGE plpgsql AS $$ BEGIN a :="
                        + " 1; END $$",
                "CREATE TABLE times (at timestamptz NOT NULL DEFAULT '2020-01-01 00:00:00+05:45', span"
                        + " interval DEFAULT '1 mon 2 days', CHECK (at > '1999-12-31"
                        + " 12:00:00+02'::timestamptz)) PARTITION BY RANGE (at)",
                "CREATE TABLE times1 PARTITION OF times FOR VALUES FROM ('2020-01-01 00:00:00+01') TO"
                        + " ('2021-01-01 00:00:00+01')",
                "CREATE TABLE kept (during int4range, EXCLUDE USING gist (during WITH &&))",
                "CREATE STATISTICS together (dependencies) ON v, r FROM numbered",
                "CREATE FUNCTION less(a mood, b text) RETURNS bool LANGUAGE sql AS 'SELECT a::text < b'",
                "CREATE OPERATOR <<< (LEFTARG = mood, RIGHTARG = text, FUNCTION = less)",
                "CREATE CAST (pair AS text) WITH INOUT",
                "CREATE COLLATION folded (provider = icu, locale = 'de-u-ks-level2', deterministic = false)",
                "CREATE COLLATION plainly FROM \"C\"",
                "CREATE TEXT SEARCH DICTIONARY short (TEMPLATE = simple, STOPWORDS = english)",
                "CREATE TEXT SEARCH CONFIGURATION own (COPY = simple); ALTER TEXT SEARCH CONFIGURATION own"
                        + " ALTER MAPPING FOR asciiword, word WITH short, simple",
                "CREATE OPERATOR CLASS backwards FOR TYPE int4 USING btree AS OPERATOR 1 >, OPERATOR 2 >=,"
                        + " OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 btint4cmp(int4, int4)",
                "CREATE FOREIGN DATA WRAPPER nowhere; CREATE SERVER far FOREIGN DATA WRAPPER nowhere",
                "CREATE PUBLICATION told FOR TABLE numbered, texts",
                "CREATE RULE quiet AS ON DELETE TO dropped DO INSTEAD NOTHING",
                "SELECT lo_from_bytea(90001, 'first'), lo_from_bytea(90002, '\\x00ff')",
                "SELECT lo_put(lo_create(90003), 100000, 'after a hole')");
    }
}
