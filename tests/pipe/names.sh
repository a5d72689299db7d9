# Columns of the input that are called as an output is keep name and values:
# the output gets a free name beside them, and keeps its own where it is alone.
awk 'BEGIN { print "score,region,y"; for (i = 0; i < 60; i++)
	print 300 + 7 * i "," (i % 3 ? "n" : "s") "," (i > 29 ? 1 : 0) }' >in.csv
mlc-ingest -t y in.csv | mlc-split | mlc-train gbdt -o m.mlc >held.mlcs
sed -n 2p held.mlcs
# The slice is of the credit score: 300 + 7 i > 500 from i = 29 on.
mlc-eval -q -m m.mlc in.csv --slice 'score > 500' --metrics accuracy -O csv \
	--bootstrap 0 | cut -d, -f1-3
mlc-serve m.mlc -O csv <in.csv | head -2 | cut -d, -f1-4
mlc-serve m.mlc -O csv --only <in.csv | head -1
# The target, too, and a class that makes a second collision.
sed 's/score,region,y/x,prediction,score/' in.csv >target.csv
mlc-ingest -t score target.csv | mlc-split | mlc-train gbdt -o t.mlc |
	mlc-eval --metrics accuracy -O csv --bootstrap 0 | cut -d, -f1,2
mlc-serve t.mlc -O csv <target.csv | head -1
mlc-eval -q -m t.mlc target.csv --metrics accuracy -O csv --bootstrap 0 |
	cut -d, -f1,2
# The log of requests has both, and mlc-drift finds the feature in it.
. "$MLC_TOP/tests/fault/http_server"
serve m.mlc --log log.jsonl
curl -sS -H 'Content-Type: text/csv' --data-binary @in.csv \
	"$url/invocations" | cut -c1-45
stop
head -1 log.jsonl | cut -d: -f1-6 | sed 's/"version".*//'
mlc-drift m.mlc log.jsonl -O csv | grep -c ",score,"
# A row that lacks a value: counted, with a reason.
printf 'a,b,y\n1.5,2,3\n2,1,4\n3,5,6\n4,4,4\n6,5,4\n' >lin.csv
mlc-train linear -t y lin.csv -o l.mlc
printf 'a,b\n1,1\n,1\n1,\n,2\n' | mlc-serve l.mlc --only -O csv
printf 'a,b\ninf,1\n' | mlc-serve l.mlc --only -O jsonl
mlc-ingest -t y lin.csv | mlc-split 60:0:40 >lin.mlcs
sed 's/^[0-9.]*,\([0-9]*,[0-9]*,test\)/,\1/' lin.mlcs |
	mlc-train linear -o h.mlc >/dev/null
