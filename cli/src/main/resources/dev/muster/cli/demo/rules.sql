-- Keys, indexes, triggers, views and who may see what.
ALTER TABLE users ADD UNIQUE (tenant_id, email), ADD FOREIGN KEY (tenant_id) REFERENCES tenants;
ALTER TABLE addresses ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE;
ALTER TABLE categories ADD FOREIGN KEY (parent_id) REFERENCES categories;
ALTER TABLE products ADD UNIQUE (tenant_id, sku),
    ADD FOREIGN KEY (tenant_id) REFERENCES tenants,
    ADD FOREIGN KEY (category_id) REFERENCES categories;
ALTER TABLE inventory ADD FOREIGN KEY (product_id) REFERENCES products;
ALTER TABLE orders
    ADD FOREIGN KEY (tenant_id) REFERENCES tenants,
    ADD FOREIGN KEY (user_id) REFERENCES users,
    ADD FOREIGN KEY (address_id) REFERENCES addresses;
ALTER TABLE order_lines
    ADD FOREIGN KEY (order_id) REFERENCES orders,
    ADD FOREIGN KEY (product_id) REFERENCES products;
ALTER TABLE sales ADD FOREIGN KEY (tenant_id) REFERENCES tenants, ADD FOREIGN KEY (order_id) REFERENCES orders;
ALTER TABLE payments ADD UNIQUE (reference), ADD FOREIGN KEY (order_id) REFERENCES orders;
ALTER TABLE events ADD FOREIGN KEY (tenant_id) REFERENCES tenants;

CREATE INDEX ON users (lower(email));
CREATE INDEX ON addresses (user_id);
CREATE INDEX ON products USING gin (search);
CREATE INDEX ON products USING gin (tags);
CREATE INDEX ON orders (user_id);
CREATE INDEX ON orders (placed_at) WHERE state = 'new';
CREATE INDEX ON order_lines (product_id);
CREATE INDEX ON sales (order_id);
CREATE INDEX ON sales (sold_on) INCLUDE (amount);
CREATE INDEX ON events USING gin (payload jsonb_path_ops);
CREATE INDEX ON events USING brin (at);

CREATE FUNCTION audit.note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit.changes (at, relation, change)
    VALUES (now(), TG_TABLE_NAME, jsonb_build_object('from', to_jsonb(OLD), 'to', to_jsonb(NEW)));
    RETURN NEW;
END
$$;
CREATE TRIGGER inventory_changed AFTER UPDATE ON inventory
    FOR EACH ROW WHEN (OLD.quantity IS DISTINCT FROM NEW.quantity) EXECUTE FUNCTION audit.note_change();

CREATE FUNCTION stock_of(product int) RETURNS bigint LANGUAGE sql STABLE AS
    'SELECT coalesce(sum(quantity), 0) FROM inventory WHERE product_id = product';

CREATE VIEW open_orders AS
    SELECT o.id, o.placed_at, u.name, u.email, stock_of(l.product_id) AS stock
    FROM orders o JOIN users u ON u.id = o.user_id JOIN order_lines l ON l.order_id = o.id
    WHERE o.state IN ('new', 'paid');

CREATE MATERIALIZED VIEW sales_by_day AS
    SELECT tenant_id, sold_on, count(*) AS orders, sum(amount) AS amount FROM sales GROUP BY tenant_id, sold_on;
CREATE UNIQUE INDEX ON sales_by_day (tenant_id, sold_on);

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON users TO shop_app
    USING (tenant_id = current_setting('shop.tenant', true)::int);
GRANT USAGE ON SCHEMA audit TO shop_readonly;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO shop_readonly;
GRANT SELECT, INSERT, UPDATE ON orders, order_lines, users TO shop_app;
COMMENT ON TABLE sales IS 'what was sold, one row for each order';
