-- The benchmark's database: about 2 GB at scale 1, half of it in order_lines; 150 small tables, 25 foreign keys,
-- secondary and GIN indexes. Every value comes from a hash of its row number, so each run makes the same rows.
--   psql -v scale=1 -d shop -f shop.sql
\set ON_ERROR_STOP 1
\set QUIET 1
SET synchronous_commit = off;
SET maintenance_work_mem = '256MB';
SET max_parallel_maintenance_workers = 2;
CREATE SCHEMA sales;
CREATE SCHEMA ref;

-- a number from 0 up to and without n, spread evenly, the same for the same i and salt
CREATE FUNCTION public.pick(i bigint, salt int, n int) RETURNS int IMMUTABLE PARALLEL SAFE LANGUAGE sql
  AS 'SELECT ((hashint8extended(i, salt) & 2147483647) % n)::int';

CREATE TABLE ref.region   (id int PRIMARY KEY, name text NOT NULL, parent_id int);
CREATE TABLE ref.currency (id int PRIMARY KEY, code char(3) NOT NULL, rate numeric(12,6) NOT NULL);
CREATE TABLE ref.tax      (id int PRIMARY KEY, region_id int NOT NULL, percent numeric(5,2) NOT NULL);
INSERT INTO ref.region   SELECT g, 'region ' || g, nullif(g / 8, 0) FROM generate_series(1, 400) g;
INSERT INTO ref.currency SELECT g, upper(substr(md5(g::text), 1, 3)), 0.5 + g / 7.0 FROM generate_series(1, 40) g;
INSERT INTO ref.tax      SELECT g, 1 + g % 400, g % 26 FROM generate_series(1, 900) g;

-- 141 more small tables: 150 with the nine by name; seven are large
SELECT format('CREATE TABLE ref.setting_%1$s (id int PRIMARY KEY, code text NOT NULL UNIQUE, label text NOT NULL,
    weight numeric(8,3) NOT NULL, valid_from date NOT NULL, note text, active boolean NOT NULL DEFAULT true)', i),
  format('INSERT INTO ref.setting_%1$s SELECT g, ''%1$s-'' || g, md5((g * %1$s)::text), g %% 1000 / 7.0,
    date ''2020-01-01'' + g %% 1500, CASE WHEN g %% 3 = 0 THEN repeat(''note '', g %% 20) END
    FROM generate_series(1, %2$s) g', i, 20 + i * 13)
FROM generate_series(1, 141) i \gexec

CREATE TABLE sales.tenant    (id int PRIMARY KEY, name text NOT NULL, region_id int NOT NULL, currency_id int NOT NULL);
CREATE TABLE sales.warehouse (id int PRIMARY KEY, name text NOT NULL, region_id int NOT NULL);
CREATE TABLE sales.supplier  (id int PRIMARY KEY, name text NOT NULL, region_id int NOT NULL);
CREATE TABLE sales.category  (id int PRIMARY KEY, name text NOT NULL, parent_id int);
CREATE TABLE sales.staff     (id int PRIMARY KEY, name text NOT NULL, tenant_id int NOT NULL, manager_id int);
CREATE TABLE sales.coupon    (id int PRIMARY KEY, code text NOT NULL, tenant_id int NOT NULL, percent int NOT NULL);
INSERT INTO sales.tenant    SELECT g, 'tenant ' || md5(g::text), 1 + g % 400, 1 + g % 40 FROM generate_series(1, 300) g;
INSERT INTO sales.warehouse SELECT g, 'warehouse ' || g, 1 + g % 400 FROM generate_series(1, 60) g;
INSERT INTO sales.supplier  SELECT g, 'supplier ' || md5(g::text), 1 + g % 400 FROM generate_series(1, 2000) g;
INSERT INTO sales.category  SELECT g, 'category ' || g, nullif(g / 6, 0) FROM generate_series(1, 500) g;
INSERT INTO sales.staff     SELECT g, 'staff ' || md5(g::text), 1 + g % 300, nullif(g / 9, 0) FROM generate_series(1, 4000) g;
INSERT INTO sales.coupon    SELECT g, md5(g::text), 1 + g % 300, 1 + g % 60 FROM generate_series(1, 9000) g;

-- the large tables
SELECT (500000 * :scale)::int AS customers, (60000 * :scale)::int AS products, (2600000 * :scale)::int AS orders,
  (9400000 * :scale)::int AS lines, (700000 * :scale)::int AS events, (400000 * :scale)::int AS reviews \gset
CREATE TABLE sales.product (id int PRIMARY KEY, category_id int NOT NULL, supplier_id int NOT NULL, title text NOT NULL,
  price numeric(10,2) NOT NULL CHECK (price > 0), attributes jsonb NOT NULL, description text NOT NULL);
INSERT INTO sales.product SELECT g, 1 + pick(g, 1, 500), 1 + pick(g, 2, 2000), 'product ' || md5(g::text),
  1 + pick(g, 3, 90000) / 100.0, jsonb_build_object('colour', pick(g, 4, 40), 'size', pick(g, 5, 12), 'sku', md5((g * 3)::text)),
  md5(g::text) || ' ' || repeat(md5((g + 1)::text) || ' ', 1 + g % 5) FROM generate_series(1, :products) g;
CREATE TABLE sales.customer (id int PRIMARY KEY, tenant_id int NOT NULL, region_id int NOT NULL, email text NOT NULL,
  name text NOT NULL, joined timestamptz NOT NULL, profile jsonb NOT NULL);
INSERT INTO sales.customer SELECT g, 1 + pick(g, 6, 300), 1 + pick(g, 7, 400), 'c' || g || '@' || substr(md5(g::text), 1, 9) || '.example',
  md5((g * 7)::text), timestamptz '2019-01-01 UTC' + pick(g, 8, 150000000) * interval '1 second',
  jsonb_build_object('tier', pick(g, 9, 5), 'tags', jsonb_build_array(pick(g, 10, 900), pick(g, 11, 900)), 'phone', pick(g, 12, 99999999))
  FROM generate_series(1, :customers) g;
CREATE TABLE sales.orders (id int PRIMARY KEY, customer_id int NOT NULL, staff_id int, coupon_id int, warehouse_id int NOT NULL,
  placed timestamptz NOT NULL, state smallint NOT NULL, total numeric(12,2) NOT NULL CHECK (total >= 0), remark text);
INSERT INTO sales.orders SELECT g, 1 + pick(g, 13, :customers), CASE WHEN g % 3 > 0 THEN 1 + pick(g, 14, 4000) END,
  CASE WHEN g % 9 = 0 THEN 1 + pick(g, 15, 9000) END, 1 + pick(g, 16, 60), timestamptz '2021-01-01 UTC' + g * interval '47 seconds',
  pick(g, 17, 7), pick(g, 18, 5000000) / 100.0, CASE WHEN g % 11 = 0 THEN 'call ' || pick(g, 32, 9000) || ' before delivery' END FROM generate_series(1, :orders) g;
CREATE TABLE sales.order_lines (order_id int NOT NULL, line int NOT NULL, product_id int NOT NULL, quantity smallint NOT NULL
  CHECK (quantity > 0), price numeric(10,2) NOT NULL, tax_id int NOT NULL, shipped timestamptz, reference text NOT NULL);
INSERT INTO sales.order_lines SELECT 1 + ((g - 1) * :orders::bigint / :lines)::int, g::int, 1 + pick(g, 19, :products), 1 + pick(g, 20, 9),
  1 + pick(g, 21, 90000) / 100.0, 1 + pick(g, 22, 900), CASE WHEN g % 5 > 0 THEN timestamptz '2021-01-02 UTC' + g * interval '13 seconds' END,
  'ref-' || g % 97 || '-' || pick(g, 31, 400) FROM generate_series(1, :lines::bigint) g;
CREATE TABLE sales.event (id int PRIMARY KEY, customer_id int NOT NULL, at timestamptz NOT NULL, body jsonb NOT NULL);
INSERT INTO sales.event SELECT g, 1 + pick(g, 23, :customers), timestamptz '2022-01-01 UTC' + g * interval '97 seconds',
  jsonb_build_object('kind', pick(g, 24, 30), 'page', '/p/' || pick(g, 25, :products), 'ms', pick(g, 26, 9000), 'trace', md5(g::text))
  FROM generate_series(1, :events) g;
CREATE TABLE sales.review (id int PRIMARY KEY, product_id int NOT NULL, customer_id int NOT NULL, stars smallint NOT NULL, words text NOT NULL);
INSERT INTO sales.review SELECT g, 1 + pick(g, 27, :products), 1 + pick(g, 28, :customers), 1 + pick(g, 29, 5),
  (SELECT string_agg('w' || pick(g * 31 + w, 30, 20000), ' ') FROM generate_series(1, 6 + g % 14) w) FROM generate_series(1, :reviews) g;
CREATE TABLE sales.stock (product_id int, warehouse_id int, amount int NOT NULL, PRIMARY KEY (product_id, warehouse_id));
INSERT INTO sales.stock SELECT p, 1 + (p + w * 7) % 60, pick(p, w, 500) FROM generate_series(1, :products) p, generate_series(1, 6) w
  ON CONFLICT DO NOTHING;

ALTER TABLE sales.order_lines ADD PRIMARY KEY (order_id, line);
CREATE INDEX ON sales.order_lines (product_id);
CREATE INDEX ON sales.orders (customer_id);
CREATE INDEX ON sales.orders (placed);
CREATE UNIQUE INDEX ON sales.customer (email);
CREATE INDEX ON sales.customer USING gin (profile);
CREATE INDEX ON sales.product USING gin (attributes jsonb_path_ops);
CREATE INDEX ON sales.event USING gin (body jsonb_path_ops);
CREATE INDEX ON sales.event (customer_id, at);
CREATE INDEX ON sales.review USING gin (to_tsvector('simple', words));
CREATE INDEX ON sales.review (product_id);
CREATE VIEW sales.open_orders AS SELECT o.*, c.email FROM sales.orders o JOIN sales.customer c ON c.id = o.customer_id WHERE o.state < 3;

-- 25 foreign keys
SELECT format('ALTER TABLE %s ADD FOREIGN KEY (%s) REFERENCES %s', t, c, r) FROM (VALUES
  ('ref.region', 'parent_id', 'ref.region'), ('ref.tax', 'region_id', 'ref.region'), ('sales.tenant', 'region_id', 'ref.region'),
  ('sales.tenant', 'currency_id', 'ref.currency'), ('sales.warehouse', 'region_id', 'ref.region'), ('sales.supplier', 'region_id', 'ref.region'),
  ('sales.category', 'parent_id', 'sales.category'), ('sales.staff', 'tenant_id', 'sales.tenant'), ('sales.staff', 'manager_id', 'sales.staff'),
  ('sales.coupon', 'tenant_id', 'sales.tenant'), ('sales.product', 'category_id', 'sales.category'), ('sales.product', 'supplier_id', 'sales.supplier'),
  ('sales.customer', 'tenant_id', 'sales.tenant'), ('sales.customer', 'region_id', 'ref.region'), ('sales.orders', 'customer_id', 'sales.customer'),
  ('sales.orders', 'staff_id', 'sales.staff'), ('sales.orders', 'coupon_id', 'sales.coupon'), ('sales.orders', 'warehouse_id', 'sales.warehouse'),
  ('sales.order_lines', 'order_id', 'sales.orders'), ('sales.order_lines', 'product_id', 'sales.product'), ('sales.order_lines', 'tax_id', 'ref.tax'),
  ('sales.event', 'customer_id', 'sales.customer'), ('sales.review', 'product_id', 'sales.product'), ('sales.review', 'customer_id', 'sales.customer'),
  ('sales.stock', 'product_id', 'sales.product')) AS f (t, c, r) \gexec
