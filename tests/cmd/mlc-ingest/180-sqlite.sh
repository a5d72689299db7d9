# Tables and queries of SQLite. Its columns have no types: values have.
command -v sqlite3 >/dev/null || { echo "no sqlite3"; exit 77; }
mlc-ingest 'sqlite:none.db?table=x' 2>&1 | grep -q 'built without' && {
	echo "no libsqlite3"
	exit 77
}
sqlite3 shop.db <<'E'
CREATE TABLE orders(id INTEGER PRIMARY KEY, customer TEXT, placed TIMESTAMP,
	price REAL, paid BOOLEAN, note TEXT, zip TEXT, mixed, odd DATE,
	none INTEGER, big INTEGER);
INSERT INTO orders VALUES
(1, 'Ann', '2024-02-29 10:00:00', 12.5, 1, 'with, comma', '01234', 1,
 '2024-01-01', NULL, 9223372036854775807),
(2, 'Bob', '2024-03-01', 3, 0, 'line' || char(10) || 'break "q"', '94110',
 'x', 'soon', NULL, -9223372036854775808),
(3, NULL, NULL, NULL, NULL, '', NULL, 2.5, NULL, NULL, NULL);
CREATE TABLE pictures(id INT, data BLOB);
INSERT INTO pictures VALUES (1, x'0102');
CREATE TABLE latin(t TEXT);
INSERT INTO latin VALUES (CAST(x'4a6f73e9' AS TEXT));
CREATE TABLE empty(a INT, b TEXT);
E
mlc-ingest 'sqlite:shop.db?table=orders' -O csv
mlc-ingest 'sqlite:shop.db?table=orders' -t paid | head -n 1 |
	grep -o '"columns":[^]]*]'
mlc-ingest 'sqlite:shop.db?table=orders' | head -n 1 | grep -o '"sources":[^]]*]'
mlc-ingest 'sqlite:shop.db?table=orders' | tail -n 1
mlc-ingest 'sqlite:shop.db?table=empty' -O csv
mlc-ingest -O csv "sqlite:shop.db?query=
	SELECT customer, price * 2 AS twice FROM orders WHERE id > 1 -- two"
# Several are united, and cut as any source.
mlc-ingest 'sqlite:shop.db?table=orders' 'sqlite:shop.db?table=orders' \
	--select zip,id --skip 2 --limit 2 -O csv

# A table goes there and back with the values and the model that it has in CSV.
zcat "$MLC_DATA/churn.csv.gz" >churn.csv
sqlite3 churn.db '.import --csv churn.csv churn' 2>/dev/null
sqlite3 churn.db 'CREATE TABLE typed AS SELECT *, CAST(tenure AS INT) AS months
	FROM churn'
mlc-ingest 'sqlite:churn.db?table=typed' -O csv | wc -l
mlc-ingest 'sqlite:churn.db?query=SELECT tenure, months FROM typed' -O csv |
	awk -F, 'NR > 1 && $1 != $2' | wc -l
mlc-split -t churn 'sqlite:churn.db?query=SELECT contract, months, churn FROM typed' |
	mlc-encode --auto | mlc-train logistic --l2 1 -o m.mlc -O csv | cut -d, -f1-3 |
	head -n 2
mlc-ingest 'sqlite:churn.db?table=typed' | mlc-serve m.mlc --only -O csv | wc -l
mlc-join 'sqlite:shop.db?query=SELECT id, customer FROM orders' -k id -O csv <<'E'
id,x
2,a
9,b
E

for q in 'table=none' 'table=pictures' 'table=latin' 'query=DELETE FROM orders' \
    'query=SELECT 1; SELECT 2' 'query=' 'query=SELECT 1 AS a, 2 AS a' 'x=1'; do
	must_exit 2 mlc-ingest "sqlite:shop.db?$q"
done
must_exit 2 mlc-ingest 'sqlite:nowhere.db?table=x'
must_exit 2 mlc-ingest 'sqlite:churn.csv?table=x'
must_exit 2 mlc-ingest 'sqlite:shop.db?table=empty' churn.csv
must_exit 2 mlc-ingest -f csv 'sqlite:shop.db?table=empty'
sqlite3 shop.db 'SELECT count(*) FROM orders'
