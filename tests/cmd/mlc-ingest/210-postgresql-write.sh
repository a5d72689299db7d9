# Rows go to tables of PostgreSQL, as whatever types these have, all or none.
. "$MLC_TOP/tests/pg_server"
cat >rows.csv <<'E'
id,name,x,at,b
1,Ann,1.5,2024-02-29T10:00:00Z,true
2,"tab	and\back
line ""q"" \N",inf,,false
3,"",-0.1,1969-12-31,
E
for mode in append append replace; do
	mlc-ingest rows.csv -o "$db&table=o&mode=$mode"
	sql -c "SELECT count(*), min(at AT TIME ZONE 'UTC') FROM o"
done
mlc-ingest "$db&query=SELECT * FROM o ORDER BY id" -O csv | cmp - rows.csv
sql <<'E'
CREATE SCHEMA sales;
CREATE TABLE sales.own(id int2 PRIMARY KEY, b int, x numeric(4, 1),
	more text DEFAULT 'as it was', name varchar(30), at date);
CREATE TABLE strict(id int CHECK (id < 20000));
E
mlc-ingest rows.csv --limit 1 | mlc-clean --drop b -o "$db&table=sales.own"
printf 'id,name\n2,Bob\n1,Anna\n7,Eve\n7,Zoe\n' |
	mlc-ingest -o "$db&table=sales.own&mode=upsert&key=id"
sql -c 'SELECT * FROM sales.own ORDER BY id'
seq 300000 | sed '1i id' | mlc-ingest -o "$db&table=numbers"
sql -c 'SELECT count(*), sum(id) FROM numbers'

seq 30000 | sed '1i id' >ids.csv
unnamed must_exit 2 mlc-ingest ids.csv -o "$db&table=strict"
mlc-ingest ids.csv | head -n 20000 |
	must_exit 2 mlc-clean --where 'id > 0' -o "$db&table=cut"
sql -c "SELECT count(*), to_regclass('cut') IS NULL FROM strict"
unnamed must_exit 2 mlc-ingest rows.csv -o "$db&table=nowhere.t"
unnamed must_exit 2 mlc-ingest rows.csv -o "$db&table=strict"
unnamed must_exit 2 mlc-ingest rows.csv -o "$db&table=o&mode=upsert&key=id"
