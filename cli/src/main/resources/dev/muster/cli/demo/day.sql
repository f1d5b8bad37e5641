-- One more day of business, up to demo.now.
CREATE TEMPORARY TABLE today AS
    SELECT (SELECT max(id) FROM orders) + i AS id, i FROM generate_series(1, 280) i;

INSERT INTO orders (id, tenant_id, user_id, address_id, state, placed_at)
SELECT id, 1 + id % 40, 1 + id * 7 % 18000, 1 + id * 11 % 22000, 'paid',
    current_setting('demo.now')::timestamptz - make_interval(mins => (280 - i) * 5)
FROM today;
SELECT setval(pg_get_serial_sequence('orders', 'id'), (SELECT max(id) FROM orders));

INSERT INTO order_lines (order_id, line, product_id, quantity, unit_price, placed_at)
SELECT o.id, l, 1 + (o.id * 31 + l * 17) % 4000, 1 + (o.id + l) % 4, ((o.id * l) % 9000) / 100.0, o.placed_at
FROM orders o JOIN today USING (id), generate_series(1, 2) l;

INSERT INTO sales (tenant_id, order_id, sold_on, amount)
SELECT o.tenant_id, o.id, o.placed_at::date, sum(l.total)
FROM orders o JOIN today USING (id) JOIN order_lines l ON l.order_id = o.id GROUP BY o.id ORDER BY o.id;

INSERT INTO payments (order_id, method, amount, reference, paid_at)
SELECT s.order_id, 'card', s.amount, md5('payment' || s.order_id)::uuid, current_setting('demo.now')::timestamptz
FROM sales s JOIN today ON today.id = s.order_id;

INSERT INTO events (tenant_id, kind, payload, at)
SELECT 1 + i % 40, 'basket', jsonb_build_object('order', id), current_setting('demo.now')::timestamptz
FROM today;

UPDATE inventory SET quantity = greatest(0, quantity - 1), updated_at = current_setting('demo.now')::timestamptz
WHERE product_id IN (SELECT product_id FROM order_lines WHERE order_id IN (SELECT id FROM today));

-- Concurrently, because the backup of the day before may still be reading it.
REFRESH MATERIALIZED VIEW CONCURRENTLY sales_by_day;
DROP TABLE today;
