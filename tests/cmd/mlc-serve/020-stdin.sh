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
# The same rows as lines of JSON: a column is absent if no row has it, and an
# unknown one is counted once, whatever rows have it.
mlc-serve m.mlc -O csv >json.csv <<'END'
{"age":"old","city":"Paris","fee":1.5,"extra":"x"}
{"age":30,"city":"Bonn","extra":"y"}
{"age":null,"city":"Bonn","fee":2}
END
cat json.csv | cut -d, -f1-4
# Columns that are no features come out only if they came in; where the rows
# name them, the first rows say which there are.
echo '{"id":7,"churn":"Yes"}' | mlc-serve -q m.mlc -O csv | head -n 1
echo '{"age":7}' >late.jsonl
awk 'BEGIN { for (i = 0; i < 9000; i++) print "{\"age\":7}" }' >>late.jsonl
echo '{"age":7,"churn":"Yes"}' >>late.jsonl
mlc-serve m.mlc -O csv <late.jsonl | tail -n 1 | cut -d, -f1-4
# Nothing but a header.
head -n 1 new.csv | mlc-serve m.mlc -O csv
must_exit 2 mlc-serve m.mlc -O csv -o /dev/full <new.csv
