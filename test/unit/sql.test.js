import { describe, expect, it } from 'vitest';
import { looksLikeSql, scanSql } from '../../src/parse/sql.js';
const name = (table) => `${table.schema === undefined ? '' : `${table.schema}.`}${table.name || '?'}`;
const names = (tables) => tables.map(name).join(' ');
const print = (s) => [s.kind, `r:${names(s.reads)}`, `w:${names(s.writes)}`, ...(s.creates.length > 0 ? [`c:${names(s.creates)}`] : [])].join(' ');
/** Statement, then kind, tables read, written and created (`?` is a table that is not known), then the dialect where it matters. */
const statements = [
    // Queries.
    ['SELECT * FROM orders', 'select r:orders w:'],
    ['select id from shop.orders o where o.id = $1', 'select r:shop.orders w:'],
    ['SELECT 1', 'select r: w:'],
    ['SELECT * FROM orders o, order_items AS i WHERE o.id = i.order_id', 'select r:orders order_items w:'],
    ['SELECT * FROM orders o JOIN items i ON i.order_id = o.id LEFT OUTER JOIN stock s USING (sku)', 'select r:orders items stock w:'],
    ['SELECT * FROM (orders o JOIN items i ON i.order_id = o.id)', 'select r:orders items w:'],
    ['SELECT * FROM ((a JOIN b ON a.x = b.x) JOIN c ON c.x = a.x) WHERE a.y > 1', 'select r:a b c w:'],
    ['SELECT * FROM (SELECT id FROM orders) t, (SELECT 1) u JOIN stock ON true', 'select r:orders stock w:'],
    ['SELECT * FROM ((SELECT id FROM orders) UNION (SELECT id FROM invoices)) t', 'select r:orders invoices w:'],
    ['SELECT * FROM j1 t1 (a, b, c), j2 t2 (d, e), j3', 'select r:j1 j2 j3 w:'],
    ['SELECT * FROM ROWS FROM (generate_series(1,2), now()) AS x (a, b)', 'select r: w:'],
    ['SELECT * FROM generate_series(1, 10) g, orders', 'select r:orders w:'],
    ['SELECT * FROM unnest($1::int[]) AS id JOIN orders ON orders.id = id', 'select r:orders w:'],
    ['SELECT EXTRACT(YEAR FROM created_at), SUBSTRING(code FROM 2 FOR 3), TRIM(BOTH FROM label) FROM invoices', 'select r:invoices w:'],
    ['SELECT x FROM orders WHERE a IS DISTINCT FROM b AND c IS NOT DISTINCT FROM d', 'select r:orders w:'],
    ['SELECT o.*, l.x FROM orders o, LATERAL (SELECT x FROM shipments s WHERE s.order_id = o.id) l', 'select r:orders shipments w:'],
    ['SELECT * FROM orders o CROSS JOIN LATERAL jsonb_array_elements(o.lines) AS line', 'select r:orders w:'],
    ['SELECT * FROM ONLY orders', 'select r:orders w:'],
    ['SELECT * FROM orders WHERE EXISTS (SELECT 1 FROM refunds r WHERE r.order_id = orders.id)', 'select r:orders refunds w:'],
    ['SELECT a FROM t1 UNION ALL SELECT b FROM t2 EXCEPT SELECT c FROM t3 ORDER BY 1', 'select r:t1 t2 t3 w:'],
    ['SELECT (SELECT max(id) FROM invoices) AS last, o.from FROM orders o', 'select r:invoices orders w:'],
    ['SELECT * FROM orders FOR UPDATE', 'select r:orders w:'],
    ['SELECT * FROM orders o JOIN items i ON true FOR NO KEY UPDATE OF o SKIP LOCKED', 'select r:orders items w:'],
    ['SELECT "from" AS x, \'FROM secret\' FROM "Order Lines"', 'select r:Order Lines w:'],
    ['SELECT `id` FROM `shop`.`orders` WHERE `a` = "FROM users"', 'select r:shop.orders w:', 'mysql'],
    ['SELECT [id] FROM [dbo].[Order Lines] AS [l] WHERE [l].[x] = @id', 'select r:dbo.Order Lines w:', 'mssql'],
    ['SELECT tags[1] FROM orders', 'select r:orders w:'],
    ['SELECT * FROM sales..orders WITH (NOLOCK) INNER JOIN sales.dbo.items (NOLOCK) ON 1=1', 'select r:orders dbo.items w:', 'mssql'],
    ['SELECT TOP (5) * FROM orders CROSS APPLY fn_lines(orders.id) l OUTER APPLY (SELECT 1 FROM stock) s', 'select r:orders stock w:', 'mssql'],
    ['SELECT * FROM orders, dual', 'select r:orders w:', 'oracle'],
    ['SELECT * FROM a, b WHERE a.id = b.id (+)', 'select r:a b w:', 'oracle'],
    ['SELECT table_name FROM information_schema.tables', 'select r: w:'],
    ["SELECT name FROM sqlite_master WHERE type = 'table'", 'select r: w:', 'sqlite'],
    ['SELECT * FROM orders -- FROM users\n/* JOIN /* nested */ secrets */ WHERE id = ?', 'select r:orders w:'],
    ['SELECT * FROM orders # FROM users\nWHERE a = 1', 'select r:orders w:', 'mysql'],
    ["SELECT data #> '{a}' FROM orders JOIN stock ON data #>> '{b}' = sku", 'select r:orders stock w:'],
    ['SELECT * FROM orders WHERE id = :id AND name = %s AND x = %(x)s AND y::text = @y', 'select r:orders w:'],
    ['SELECT * FROM orders WHERE id IN (?) AND total % 2 = 0', 'select r:orders w:'],
    ['SELECT * FROM ??  WHERE id = ?', 'select r:? w:', 'mysql'],
    ['SELECT * FROM $hole WHERE id = $1', 'select r:? w:'],
    ['SELECT * FROM {…} JOIN items ON true', 'select r:? items w:'],
    ['SELECT * FROM ${schema}.orders', 'select r:orders w:'],
    ['SELECT * FROM orders_$hole o', 'select r:? w:'],
    ['SELECT * FROM "$hole_orders"', 'select r:? w:'],
    ['SELECT * FROM shop.$hole', 'select r:shop.? w:'],
    ['SELECT * FROM orders WHERE $hole ORDER BY $hole2', 'select r:orders w:'],
    ["SELECT * FROM orders WHERE note = 'it''s' AND x = 'FROM b'", 'select r:orders w:'],
    ["SELECT * FROM orders WHERE note = 'it\\'s FROM users' LIMIT 1", 'select r:orders w:', 'mysql'],
    ["SELECT * FROM orders WHERE note = 'it\\'s' AND y = 1", 'select r:orders w:'],
    ['FROM Order o WHERE o.id = :id', 'select r:Order w:'],
    ['TABLE orders', 'select r:orders w:'],
    ['EXPLAIN ANALYZE SELECT * FROM orders', 'select r:orders w:'],
    ['SELECT id, ROW_NUMBER() OVER (PARTITION BY a ORDER BY b) FROM orders WINDOW w AS (PARTITION BY x)', 'select r:orders w:'],
    ['SELECT * FROM orders TABLESAMPLE BERNOULLI (10), stock', 'select r:orders stock w:'],
    ['SELECT * FROM orders USE INDEX (ix_a, ix_b) STRAIGHT_JOIN items', 'select r:orders items w:', 'mysql'],
    // Common table expressions.
    ['WITH recent AS (SELECT * FROM orders) SELECT * FROM recent JOIN customers c ON true', 'select r:orders customers w:'],
    ['WITH a AS (SELECT 1), b (x, y) AS NOT MATERIALIZED (SELECT * FROM a JOIN stock ON true) SELECT * FROM b, a', 'select r:stock w:'],
    ['WITH RECURSIVE tree AS (SELECT * FROM categories UNION ALL SELECT c.* FROM categories c JOIN tree t ON true) SELECT * FROM tree', 'select r:categories w:'],
    ['WITH orders AS (SELECT * FROM orders WHERE open) SELECT * FROM orders', 'select r:orders w:'],
    ['WITH tree AS (SELECT * FROM nodes UNION ALL SELECT n.* FROM nodes n JOIN tree ON 1=1) SELECT * FROM tree', 'select r:nodes w:', 'mssql'],
    ['WITH moved AS (DELETE FROM inbox WHERE done RETURNING *) INSERT INTO archive SELECT * FROM moved', 'insert r: w:inbox archive'],
    ['SELECT * FROM (WITH x AS (SELECT * FROM orders) SELECT * FROM x) q JOIN x ON true', 'select r:orders x w:'],
    ['WITH up AS (UPDATE stock SET n = n - 1 WHERE sku = $1 RETURNING *) SELECT * FROM up', 'select r: w:stock'],
    // Insertions.
    ['INSERT INTO orders (id, total) VALUES ($1, $2)', 'insert r: w:orders'],
    ['insert into shop.orders values (1, now())', 'insert r: w:shop.orders'],
    ['INSERT INTO archive (id) SELECT o.id FROM orders o LEFT JOIN items i ON true', 'insert r:orders items w:archive'],
    ['INSERT INTO stock (sku, n) VALUES ($1, $2) ON CONFLICT (sku) DO UPDATE SET n = stock.n + excluded.n RETURNING id', 'insert r: w:stock'],
    ['INSERT IGNORE INTO stock SET sku = ?, n = 1 ON DUPLICATE KEY UPDATE n = n + 1', 'insert r: w:stock', 'mysql'],
    ['INSERT OR REPLACE INTO stock VALUES (?, ?)', 'insert r: w:stock', 'sqlite'],
    ['REPLACE INTO stock (sku) VALUES (?)', 'insert r: w:stock', 'mysql'],
    ["SELECT REPLACE(name, 'a', 'b'), INSERT(name, 1, 2, 'x') FROM products", 'select r:products w:', 'mysql'],
    ['INSERT INTO orders DEFAULT VALUES', 'insert r: w:orders'],
    ['INSERT [dbo].[Orders] ([Id]) OUTPUT inserted.Id INTO audit SELECT Id FROM staging', 'insert r:staging w:dbo.Orders audit', 'mssql'],
    ['INSERT INTO orders (id) OUTPUT inserted.id INTO @ids VALUES (1)', 'insert r: w:orders', 'mssql'],
    ['INSERT ALL INTO a VALUES (1) INTO b VALUES (2) SELECT * FROM src', 'insert r:src w:a b', 'oracle'],
    ['INSERT INTO $hole (a) VALUES (1)', 'insert r: w:?'],
    ['INSERT INTO "orders"("id", "from") VALUES (DEFAULT, $1) RETURNING "id"', 'insert r: w:orders'],
    // Updates.
    ['UPDATE orders SET state = $1 WHERE id = $2', 'update r: w:orders'],
    ['UPDATE orders AS o SET total = i.total FROM invoices i WHERE i.order_id = o.id', 'update r:invoices w:orders'],
    ['UPDATE o SET o.total = 1 FROM dbo.orders o JOIN items i ON i.oid = o.id', 'update r:items w:dbo.orders', 'mssql'],
    ['UPDATE orders o JOIN items i ON i.oid = o.id SET o.total = i.price, o.n = 1', 'update r:items w:orders', 'mysql'],
    ['UPDATE orders o, items i SET i.done = 1, o.done = 1 WHERE i.oid = o.id', 'update r: w:orders items', 'mysql'],
    ['UPDATE orders SET total = (SELECT sum(price) FROM items WHERE oid = orders.id), n = n + 1', 'update r:items w:orders'],
    ['UPDATE ONLY orders SET a = 1', 'update r: w:orders'],
    ['UPDATE TOP (10) orders SET a = 1', 'update r: w:orders', 'mssql'],
    ['WITH late AS (SELECT TOP 5 * FROM orders) UPDATE late SET flagged = 1', 'update r:orders w:', 'mssql'],
    // Deletions.
    ['DELETE FROM orders WHERE id = ?', 'delete r: w:orders'],
    ['DELETE FROM orders o USING customers c, regions WHERE o.cid = c.id', 'delete r:customers regions w:orders'],
    ['DELETE o, i FROM orders o JOIN items i ON true JOIN customers c ON true', 'delete r:customers w:orders items', 'mysql'],
    ['DELETE o FROM dbo.orders AS o WHERE EXISTS (SELECT * FROM refunds)', 'delete r:refunds w:dbo.orders', 'mssql'],
    ['DELETE orders WHERE id = 1', 'delete r: w:orders', 'oracle'],
    ['TRUNCATE TABLE a, ONLY b, c.d RESTART IDENTITY CASCADE', 'delete r: w:a b c.d'],
    ['TRUNCATE orders', 'delete r: w:orders'],
    // Merges.
    [
        'MERGE INTO stock AS t USING incoming AS s ON t.sku = s.sku WHEN MATCHED THEN UPDATE SET n = s.n WHEN NOT MATCHED THEN INSERT (sku) VALUES (s.sku) WHEN NOT MATCHED BY SOURCE THEN DELETE;',
        'merge r:incoming w:stock',
    ],
    ['MERGE stock USING (SELECT sku FROM feed) s ON 1=1 WHEN MATCHED THEN DELETE', 'merge r:feed w:stock', 'mssql'],
    // Copies, locks and the like.
    ['COPY orders (id, total) FROM STDIN WITH CSV', 'insert r: w:orders'],
    ["COPY orders TO '/tmp/x'", 'select r:orders w:'],
    ['COPY (SELECT * FROM orders) TO STDOUT', 'select r:orders w:'],
    ['LOCK TABLE orders, items IN SHARE MODE', 'other r:orders items w:'],
    ['LOCK TABLES orders READ, items WRITE', 'other r:orders items w:', 'mysql'],
    ["LOAD DATA LOCAL INFILE 'x.csv' INTO TABLE stock FIELDS TERMINATED BY ','", 'insert r: w:stock', 'mysql'],
    ['GRANT SELECT, UPDATE ON orders TO app', 'other r: w:'],
    ['SHOW COLUMNS FROM orders', 'other r: w:'],
    ['SET search_path TO shop', 'other r: w:'],
    ['SELECT id, total INTO orders_2024 FROM orders', 'select r:orders w:orders_2024'],
    ['SELECT id INTO TEMP t FROM orders', 'select r:orders w:'],
    ['SELECT id INTO #t FROM orders; SELECT * FROM #t JOIN @x x ON 1=1', 'select r:orders w: | select r: w:', 'mssql'],
    // Definitions.
    ['CREATE TABLE orders (id int PRIMARY KEY, cid int REFERENCES customers(id) ON DELETE CASCADE ON UPDATE NO ACTION)', 'ddl r: w: c:orders'],
    ['CREATE TABLE IF NOT EXISTS "shop"."Order" ("from" text, "update" date DEFAULT now())', 'ddl r: w: c:shop.Order'],
    ["CREATE TABLE a (LIKE b INCLUDING ALL, note text CHECK (note LIKE 'x%'))", 'ddl r:b w: c:a'],
    ['CREATE TABLE a LIKE b', 'ddl r:b w: c:a', 'mysql'],
    ['CREATE TABLE child (x int) INHERITS (parent_a, shop.parent_b)', 'ddl r:parent_a shop.parent_b w: c:child'],
    ['CREATE TABLE p1 PARTITION OF orders FOR VALUES FROM (1) TO (10)', 'ddl r:orders w: c:p1'],
    ['CREATE TABLE report AS SELECT * FROM orders', 'ddl r:orders w: c:report'],
    ['CREATE TEMPORARY TABLE t AS SELECT * FROM orders', 'ddl r:orders w:'],
    ['CREATE TABLE #t (id int)', 'ddl r: w:', 'mssql'],
    ['CREATE OR REPLACE VIEW open_orders (id) AS SELECT id FROM orders JOIN items ON true', 'ddl r:orders items w: c:open_orders'],
    ['CREATE MATERIALIZED VIEW IF NOT EXISTS mv AS WITH x AS (SELECT * FROM orders) SELECT * FROM x', 'ddl r:orders w: c:mv'],
    ['REFRESH MATERIALIZED VIEW CONCURRENTLY mv', 'ddl r: w:mv'],
    ['CREATE UNIQUE INDEX ix ON orders (id) WHERE state IN (1)', 'ddl r: w:'],
    ['ALTER TABLE IF EXISTS ONLY shop.orders ADD COLUMN x int REFERENCES y(id)', 'ddl r: w:shop.orders'],
    ['ALTER TABLE shop.old RENAME TO new', 'ddl r: w:shop.old c:shop.new'],
    ['ALTER TABLE orders RENAME COLUMN a TO b', 'ddl r: w:orders'],
    ['RENAME TABLE a TO b, c TO d', 'ddl r: w:a c c:b d', 'mysql'],
    ['DROP TABLE IF EXISTS orders, items CASCADE', 'ddl r: w:orders items'],
    ['DROP VIEW v', 'ddl r: w:'],
    ["CREATE TYPE state AS ENUM ('SELECT', 'x')", 'ddl r: w:'],
    // Routines.
    [
        'CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN SELECT n INTO total FROM stock; INSERT INTO audit VALUES (NEW.id); RETURN NEW; END $$ LANGUAGE plpgsql',
        'ddl r:stock w:audit',
    ],
    ["CREATE FUNCTION g() RETURNS int AS 'SELECT count(*) FROM orders' LANGUAGE sql", 'ddl r:orders w:'],
    ['DO $do$ BEGIN IF EXISTS (SELECT 1 FROM flags) THEN UPDATE orders SET a = 1; END IF; END $do$', 'other r:flags w:orders'],
    ['CREATE TRIGGER t AFTER INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION f()', 'ddl r: w:'],
    [
        'CREATE TRIGGER t AFTER UPDATE ON orders FOR EACH ROW BEGIN INSERT INTO log SET x = 1; UPDATE stock SET n = CASE WHEN n > 1 THEN 1 ELSE 0 END; END; SELECT * FROM b',
        'ddl r: w:log stock | select r:b w:',
        'mysql',
    ],
    ['CREATE PROCEDURE p AS BEGIN DELETE FROM a WHERE x = 1; EXEC q; END\nGO\nSELECT * FROM b', 'ddl r: w:a | select r:b w:', 'mssql'],
    ['DELIMITER //\nCREATE PROCEDURE p() BEGIN DELETE FROM a; SELECT * FROM b; END //\nDELIMITER ;\nSELECT * FROM c;', 'ddl r:b w:a | select r:c w:', 'mysql'],
    // Several statements.
    ['CREATE TABLE a (x int); INSERT INTO a VALUES (1);\n\nSELECT * FROM b', 'ddl r: w: c:a | insert r: w:a | select r:b w:'],
    ['COPY orders (id) FROM stdin;\n1\tDELETE FROM x;\n\\.\nSELECT * FROM y;', 'insert r: w:orders | select r:y w:'],
    ['/*!40101 CREATE TABLE a (x int) */;\n\\connect shop\nCREATE TABLE b (y int);', 'ddl r: w: c:a | ddl r: w: c:b'],
    // Broken or odd text.
    ['SELECT * FROM', 'select r: w:'],
    ["SELECT * FROM orders WHERE x = 'open", 'select r:orders w:'],
    ['SELECT * FROM (((((', 'select r: w:'],
    ['))) SELECT a FROM b', 'select r:b w:'],
    ['hello world', 'other r: w:'],
    ['  -- nothing\n ;;', ''],
];
describe('scanSql', () => {
    it.each(statements.map(([sql, expected, dialect]) => ({ sql, expected, dialect })))('$sql', ({ sql, expected, dialect }) => {
        expect(scanSql(sql, dialect).map(print).join(' | ')).toBe(expected);
    });
    it('gives the line of each statement', () => {
        expect(scanSql('\n-- x\nSELECT 1;\n\nINSERT INTO a\nVALUES (1)').map((s) => s.line)).toEqual([3, 5]);
    });
    it('names each table once', () => {
        expect(scanSql('SELECT * FROM a JOIN b ON true JOIN a x ON true')[0]?.reads).toEqual([{ name: 'a' }, { name: 'b' }]);
    });
    it.each(['('.repeat(200_000), "'".repeat(100_001), '$a$ '.repeat(50_000), '/* a/*b '.repeat(50_000), 'WITH a AS ('.repeat(20_000)])('ends soon on hostile text', (text) => {
        const start = performance.now();
        scanSql(`SELECT * FROM ${text}`);
        expect(performance.now() - start).toBeLessThan(3000);
    });
});
describe('looksLikeSql', () => {
    it.each([
        'SELECT * FROM orders',
        '  select id\nfrom orders',
        '-- all\nWITH a AS (SELECT 1) SELECT * FROM a',
        'INSERT INTO orders VALUES (1)',
        'update orders set a = 1',
        'UPDATE orders o JOIN items i ON true SET o.a=1',
        'DELETE FROM orders',
        'CREATE TABLE IF NOT EXISTS orders (id int)',
        'create or replace function f() returns int',
        'TRUNCATE TABLE orders',
        '(SELECT a FROM b)',
        'ALTER TABLE orders ADD x int',
    ])('%s', (text) => expect(looksLikeSql(text)).toBe(true));
    it.each([
        '',
        'Select an item from the list',
        'select an item from the list',
        'orders',
        'SELECT',
        '/orders/from/x',
        'Update the settings',
        'update your settings set by us',
        'delete',
        'Create table reservations here',
        'insert coin',
        'with love',
    ])('not %s', (text) => expect(looksLikeSql(text)).toBe(false));
});
