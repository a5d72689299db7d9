# Tables and queries of a PostgreSQL server, which is started here.
. "$MLC_TOP/tests/pg_server"
sql <<'E'
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE t(b bool, i2 int2, i4 int4, i8 int8, f4 float4, f8 float8,
	n numeric, s text, v varchar(9), c char(3), d date, ts timestamp,
	tz timestamptz, u uuid, m mood, j jsonb);
INSERT INTO t VALUES
(true, -32768, -2147483648, -9223372036854775808, 1.5, 0.1, 12345.678,
 'comma, "quote"' || chr(10) || 'line', 'tab' || chr(9), 'x', '1969-12-31',
 '2024-02-29 10:11:12.123456', '2024-02-29 10:00:00+02',
 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'glad', '{"a": 1}'),
(false, 32767, 2147483647, 9223372036854775807, 'Infinity', 'NaN', -0.5, '',
 '\N', NULL, '2000-01-01', '1999-12-31 23:59:59', '0001-01-01 00:00:00+00',
 NULL, 'sad', '[]'),
(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
 NULL, NULL, NULL);
CREATE TABLE bytes(a int, b bytea);
CREATE TABLE forever(at date);
INSERT INTO forever VALUES ('2024-01-01'), ('infinity');
CREATE SCHEMA sales;
CREATE TABLE sales."Order s"(a int);
CREATE TABLE many AS SELECT g AS id, g * 0.5 AS half, 'row ' || g AS name
	FROM generate_series(1, 20000) AS g;
E
mlc-ingest "$db&table=t" -O csv
mlc-ingest "$db&table=t" | head -n 1 | grep -o '"columns":[^]]*]'
mlc-ingest "$db&table=sales.Order s" -O csv
mlc-ingest "$db&query=SELECT i4 + 1 AS more, s FROM t WHERE b ORDER BY 1 -- end" \
	-O csv
# The same rows as psql's own copy gives.
mlc-ingest "$db&query=SELECT id, name FROM many ORDER BY id" -O csv | cksum >a
sql -c '\copy (SELECT id, name FROM many ORDER BY id) TO STDOUT CSV HEADER' |
	cksum | cmp - a
mlc-ingest "$db&table=many" --limit 3 --select half -O csv
mlc-ingest "$db&table=many" | tail -n 1

bad() { unnamed must_exit 2 mlc-ingest "$1"; }
bad "$db&table=none"
bad "$db&table=bytes"
bad "$db&table=forever"
bad "$db&query=SELECT 1/0 AS x"
bad "$db&query=SELECT 1 AS x; SELECT 2 AS y"
bad "$db&query=DELETE FROM many"
bad "$db&query=WITH gone AS (DELETE FROM many RETURNING id) SELECT * FROM gone"
bad "$db&query=SELECT id, 1 / (id - 15000) AS x FROM many"
bad "postgresql://me:secret@localhost/postgres?table=t"
bad "postgresql://localhost/postgres?password=secret&table=t"
bad "postgresql:///postgres?host=$dir/nowhere&table=t" | cut -d: -f1-4
sql -c 'SELECT count(*) FROM many'
# A server that goes away in the middle is an error and not an end.
mlc-ingest "$db&query=SELECT g, repeat('x', 1000) AS x FROM generate_series(1, 2000000) AS g" \
	2>err | {
	head -c 1000000 >/dev/null
	sql -c "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
		WHERE query LIKE 'COPY%'"
	tail -n 1 | grep -c '^#end'
}
grep -c 'terminating connection\|closed the connection' err
