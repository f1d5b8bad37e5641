-- The rows, computed from their numbers alone: every demo has the same.
INSERT INTO tenants (name, package, created_at)
SELECT (ARRAY['Bäckerei Süß', 'Café Zoë', 'Żabka & Sons', 'Old Books', 'Kobe 神戸', 'North Star', 'O''Neill'])[1 + i % 7] || ' ' || i,
    (ARRAY['basic', 'plus', 'premium'])[1 + i % 3],
    current_setting('demo.now')::timestamptz - make_interval(days => 900 - i)
FROM generate_series(1, 40) i;

INSERT INTO users (tenant_id, email, name, settings, created_at)
SELECT 1 + i % 40,
    'user' || i || '@example.org',
    (ARRAY['Ada', 'Bjørn', 'Chloé', 'Dmitri', 'Eun-ji', 'Fatima', 'Gül', 'Hōko'])[1 + i % 8] || ' '
        || (ARRAY['Lovelace', 'Ångström', 'Núñez', 'Okafor', 'Schröder'])[1 + i % 5],
    jsonb_build_object('theme', (ARRAY['light', 'dark'])[1 + i % 2], 'newsletter', i % 3 = 0),
    current_setting('demo.now')::timestamptz - make_interval(hours => 20000 - i)
FROM generate_series(1, 18000) i;

INSERT INTO addresses (user_id, street, postcode, city, country)
SELECT 1 + i % 18000, 'Street ' || i % 977 || ' No. ' || 1 + i % 61, lpad((i * 37 % 99999)::text, 5, '0'),
    (ARRAY['Berlin', 'Łódź', 'Nîmes', 'Porto', '東京', 'Oslo'])[1 + i % 6],
    (ARRAY['DE', 'PL', 'FR', 'PT', 'JP', 'NO'])[1 + i % 6]
FROM generate_series(0, 21999) i;

INSERT INTO categories (id, parent_id, name)
SELECT i, CASE WHEN i > 8 THEN 1 + i % 8 END, 'Category ' || i FROM generate_series(1, 64) i;

INSERT INTO products (tenant_id, category_id, sku, name, description, price, tags)
SELECT 1 + i % 40, 1 + i % 64, 'SKU-' || lpad(i::text, 6, '0'),
    (ARRAY['Lamp', 'Chair', 'Kettle', 'Notebook', 'Bicycle'])[1 + i % 5] || ' ' || i,
    'Made of ' || (ARRAY['oak', 'steel', 'wool', 'glass'])[1 + i % 4] || ', batch ' || md5(i::text),
    (i * 13 % 20000) / 100.0,
    ARRAY[(ARRAY['new', 'sale', 'eco'])[1 + i % 3], 'batch-' || i % 50]
FROM generate_series(1, 4000) i;

INSERT INTO inventory (product_id, warehouse, quantity, updated_at)
SELECT i, w, (i * w * 7) % 500, current_setting('demo.now')::timestamptz - interval '1 day'
FROM generate_series(1, 4000) i, generate_series(1, 2) w;

INSERT INTO promotions (name, during, discount)
SELECT 'Week ' || i, daterange(d, d + 7), 0.05 + i % 5 * 0.05
FROM generate_series(1, 20) i, LATERAL (SELECT (current_setting('demo.now')::date - 7 * i) AS d) AS start;

INSERT INTO orders (tenant_id, user_id, address_id, state, placed_at, note)
SELECT 1 + i % 40, 1 + i * 7 % 18000, 1 + i * 11 % 22000,
    (enum_range(NULL::order_state))[1 + i % 5],
    current_setting('demo.now')::timestamptz - make_interval(mins => (40000 - i) * 5),
    CASE WHEN i % 9 = 0 THEN 'Leave it at the door №' || i END
FROM generate_series(1, 40000) i;

INSERT INTO order_lines (order_id, line, product_id, quantity, unit_price, placed_at)
SELECT o.id, l, 1 + (o.id * 31 + l * 17) % 4000, 1 + (o.id + l) % 4, ((o.id * l) % 9000) / 100.0, o.placed_at
FROM orders o, generate_series(1, 3) l
WHERE l <= 1 + o.id % 3;

INSERT INTO sales (tenant_id, order_id, sold_on, amount)
SELECT o.tenant_id, o.id, o.placed_at::date, sum(l.total)
FROM orders o JOIN order_lines l ON l.order_id = o.id GROUP BY o.id ORDER BY o.id;

INSERT INTO payments (order_id, method, amount, reference, paid_at)
SELECT s.order_id, (ARRAY['card', 'invoice', 'transfer'])[1 + s.order_id % 3], s.amount,
    md5('payment' || s.order_id)::uuid, o.placed_at + interval '1 hour'
FROM sales s JOIN orders o ON o.id = s.order_id WHERE o.state <> 'new';

INSERT INTO events (tenant_id, kind, payload, at)
SELECT 1 + i % 40, (ARRAY['login', 'view', 'search', 'basket'])[1 + i % 4],
    jsonb_build_object('user', 1 + i % 18000, 'path', '/p/' || i % 4000, 'ms', i * 7 % 900, 'tags', jsonb_build_array('web', i % 5)),
    current_setting('demo.now')::timestamptz - make_interval(secs => (70000 - i) * 60)
FROM generate_series(1, 70000) i;

INSERT INTO documents (id, title, content)
SELECT i, 'Invoice template ' || i, lo_from_bytea(0, convert_to(repeat('Dear customer, ', 400 * i), 'UTF8'))
FROM generate_series(1, 3) i;
