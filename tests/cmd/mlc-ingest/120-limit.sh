# --limit stops reading: what comes behind is neither typed nor waited for.
printf 'a,b\n1,x\n2,y\n3,z\nbad\n' >t.csv
mlc-ingest t.csv --limit 2 -O csv
mlc-ingest t.csv --skip 1 --limit 2 -O csv
mlc-ingest t.csv --limit 0 -O csv
must_exit 2 mlc-ingest t.csv --limit 4
# Bad rows are none of those that are wanted.
printf 'a,b\n1,x\n2\n3,z\n4,w\n5,v\n' >bad.csv
mlc-ingest bad.csv --limit 3 --on-bad skip -O csv
# Types are those of the rows that are wanted.
printf 'a\n1\n2\nx\n' | mlc-ingest --limit 2 -O mlc | grep -o '"type":"[a-z]*"'
# From pipes that go on for ever, through programs, and packed.
endless() {
	while echo "$1"; do :; done 2>/dev/null
}
(echo a,b; endless 1,2) | mlc-ingest --limit 3 -O csv
endless '{"a":1}' | mlc-ingest --limit 2 -O jsonl
(echo a,b; endless 1,2) | mlc-ingest --infer 9 | mlc-clean --derive 'c = a + b' |
	mlc-ingest --limit 2 -O csv
(echo a,b; endless 1,2) | mlc-ingest --infer 9 -O arrow |
	mlc-ingest --limit 2 -O csv
(echo a,b; endless 1,2) | gzip -1 | mlc-ingest --limit 2 -O csv
# A file is read no further than where the rows are: 3000 times as long, and
# not ten times the time.
gzip -dc "$MLC_DATA/diamonds.csv.gz" >d.csv
for i in 1 2 3 4 5 6; do cat d.csv d.csv d.csv >e.csv; mv e.csv d.csv; done
head -n 1 d.csv >big.csv
grep -v carat d.csv >>big.csv
ls -l big.csv | awk '$5 < 1e8 { print "too small" }'
timeout 2 mlc-ingest big.csv --limit 5 -O csv | tail -1
# The lineage tells of no digest that was not taken.
mlc-ingest big.csv --limit 5 | grep -c sha256 || :
