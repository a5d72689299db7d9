# Rows on standard input: equal scores from CSV and JSONL, and what is wrong
# with rows is told at the end.
set -e
serve_model
mlc-serve m.mlc -O csv --only <new.csv >a.csv
mlc-serve m.mlc -O csv --only <new.jsonl >b.csv
cmp a.csv b.csv
head -n 1 a.csv
wc -l <a.csv
# With the input's columns, as a stream, and a target that is there.
last_two() {
	awk -F, -v OFS=, '{ print $(NF - 1), $NF }'
}
mlc-serve m.mlc -O csv <new.csv | last_two | cmp - a.csv
mlc-serve m.mlc <new.csv | mlc-ingest -O csv | last_two | cmp - a.csv
head -n 61 rows.csv | mlc-serve m.mlc -O csv | last_two | cmp - a.csv
# Absent, unknown, bad and unseen.
mlc-serve m.mlc -O csv <<'END' | wc -l
age,city,fee,extra
old,Paris,1.5,x
30,Bonn,2.5,y
END
# Nothing but a header.
head -n 1 new.csv | mlc-serve m.mlc -O csv
must_exit 2 mlc-serve m.mlc -O csv -o /dev/full <new.csv
