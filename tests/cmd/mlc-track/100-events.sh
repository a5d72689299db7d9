# Runs as events of OpenLineage: when they began and ended, what they read and
# wrote, by the digests of the files.
set -e
cp "$MLC_DATA/penguins.csv" .
mlc-track -q init
mlc-track data add -q penguins.csv --name birds
mlc-track run -q -n 'a "run"' -- 'mlc-split data:birds -o s.mlcs
mlc-train forest --trees 5 -t species -o m.mlc s.mlcs >/dev/null'
must_exit 7 mlc-track run -q -n bad -- 'exit 7'
must_exit 2 mlc-track run -q -- 'mlc-ingest nosuch.csv' 2>&1
mlc-track events -o events.jsonl
mlc-track events >all
cmp events.jsonl all
digest() {
	sha256sum "$1" | cut -c 1-64
}
sed "s/$(digest penguins.csv)/PENGUINS/g; s/$(digest s.mlcs)/SPLIT/g
    s/$(digest m.mlc)/MODEL/g; s,$PWD/,HERE/,g
    s/\"eventTime\":\"20[0-9T:.-]*Z\"/TIME/
    s/\"[0-9a-f]\{8\}-[0-9a-f]\{4\}-8[0-9a-f]\{3\}-8[0-9a-f]\{3\}-[0-9a-f]\{12\}\"/ID/" all
# The same run has the same id at its start and end, and others have others.
grep -o '"runId":"[^"]*' all | sort | uniq -c | awk '{ print $1 }'
mlc-track events bad | cut -c 1-20
mlc-track show --json -o show.jsonl bad
mlc-track show --json bad | cmp - show.jsonl
must_exit 2 mlc-track events nosuch 2>&1
must_exit 2 mlc-track events -o /nosuch/file 2>&1
