# Shards and their manifest: what is read is what was written, or an error.
set -e
awk 'BEGIN { print "x"; for (i = 0; i < 140000; i++) print i }' >x.csv
mlc-split -v --shards 3 -o s x.csv
cat s/manifest.json | sed 's/"\(sha256\|table\)":"[0-9a-f]*"/"\1":"..."/
    s/"bytes":[0-9]*/"bytes":.../'
for f in s s/ s/manifest.json; do
	mlc-ingest -O csv $f | cmp - x.csv
done
mlc-split --shards 3 -O arrow -o a.rrow/ x.csv
ls a.rrow
mlc-ingest -O csv a.rrow | cmp - x.csv
mlc-split 1:1 --shards 2 -o both x.csv
mlc-ingest -O csv both >got
mlc-split 1:1 -O csv x.csv | cmp - got

bad() {
	must_exit 2 mlc-ingest $1 >/dev/null
}
cp -r s t
rm t/part-00002.mlcs
bad t
sed 's/^77777$/7/' s/part-00002.mlcs >t/part-00002.mlcs
bad t
sed 's/^77777$/77770/' s/part-00002.mlcs >t/part-00002.mlcs
bad t
bad t/manifest.json
cp s/part-00002.mlcs t
cp s/part-00002.mlcs t/part-00004.mlcs
bad t
rm t/part-00004.mlcs
sed 's,part-00002.mlcs,../s/part-00002.mlcs,' s/manifest.json >t/manifest.json
bad t
head -c 300 s/manifest.json >t/manifest.json
bad t
# A run that was ended: it is told, and the next one begins anew.
sed 's/"done":true/"done":false/' s/manifest.json >t/manifest.json
bad t
mlc-split --shards 1 -o t x.csv
ls t
must_exit 2 mlc-split --shards 1 -o t x.csv
must_exit 2 mlc-split --shards 1 x.csv
must_exit 2 mlc-split --shards 1 -O csv -o new x.csv
must_exit 2 mlc-split --shards 100001 -o new x.csv
must_exit 2 mlc-split --shards 1 -o no/folder x.csv
