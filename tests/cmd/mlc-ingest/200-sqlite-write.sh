# Rows go to tables of SQLite, all or none; a table that is there keeps its
# types.
command -v sqlite3 >/dev/null || { echo "no sqlite3"; exit 77; }
mlc-ingest 'sqlite:none.db?table=x' 2>&1 | grep -q 'built without' && {
	echo "no libsqlite3"
	exit 77
}
cat >rows.csv <<'E'
id,name,x,at,b
1,Ann,1.5,2024-02-29T10:00:00Z,true
2,"tab	and\back
line ""q""",inf,,false
3,"",-0.1,1969-12-31,
E
for mode in append append replace; do
	mlc-ingest rows.csv -o "sqlite:out.db?table=t&mode=$mode"
	sqlite3 out.db 'SELECT count(*), typeof(at), typeof(x) FROM t'
done
mlc-ingest 'sqlite:out.db?table=t' -O csv | cmp - rows.csv
mlc-ingest rows.csv -o 'sqlite:out.db?table=u&mode=upsert&key=id'
printf 'id,name\n2,Bob\n7,Eve\n' |
	mlc-ingest -o 'sqlite:out.db?table=u&mode=upsert&key=id'
mlc-ingest 'sqlite:out.db?table=u' --select id,name,x -O csv

# Scores go there as well as anything else.
mlc-split -t species "$MLC_DATA/penguins.csv" |
	mlc-train gbdt --trees 5 -o m.mlc >held.mlcs
mlc-serve m.mlc --only -o 'sqlite:out.db?table=scores' <"$MLC_DATA/penguins.csv"
sqlite3 out.db 'SELECT count(*), count(DISTINCT prediction) FROM scores'

# A rule that fails, a stream that is cut: nothing is left.
sqlite3 out.db 'CREATE TABLE strict(id INT CHECK (id < 20000))'
seq 30000 | sed '1i id' | must_exit 2 mlc-ingest -o 'sqlite:out.db?table=strict'
seq 30000 | sed '1i id' | mlc-ingest | head -n 20000 |
	must_exit 2 mlc-clean --where 'id > 0' -o 'sqlite:out.db?table=cut'
sqlite3 out.db 'SELECT count(*) FROM cut' 2>&1 | grep -c 'no such table'
sqlite3 out.db 'SELECT count(*) FROM strict'

# to TABLE: what cannot be written
to() { must_exit 2 mlc-ingest rows.csv -o "sqlite:$1"; }
to 'out.db?query=SELECT 1'
to 'out.db?table=t&mode=upsert'
to 'out.db?table=t&mode=upsert&key=no'
to 'out.db?table=t&mode=upsret'
to 'nowhere/out.db?table=t'
to 'out.db?table=strict'
must_exit 2 mlc-ingest rows.csv -O csv -o 'sqlite:out.db?table=t'
must_exit 2 mlc-encode --hash name=3 rows.csv -o 'sqlite:out.db?table=v'
must_exit 2 mlc-ingest 'sqlite:out.db?table=t&mode=append&mode=replace'
