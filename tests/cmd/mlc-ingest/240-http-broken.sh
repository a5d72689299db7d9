# A server that breaks off, is busy, or gives something else: all rows or an
# error, and never a part of them.
awk 'BEGIN { print "id,x,name"
	for (i = 1; i <= 30000; i++) print i "," i + .5 ",row " i }' >a.csv
gzip -c a.csv >a.csv.gz
mlc-ingest a.csv -o a.parquet
perl "$MLC_TOP/tests/http_hostile" . port log &
trap 'kill $! 2>/dev/null' EXIT
while [ ! -s port ]; do sleep .05; done
url=http://127.0.0.1:$(cat port)
unnamed() { "$@" 2>&1 | sed "s|$url|URL|g"; }
whole() {
	: >log
	mlc-ingest "$url/$1" -O csv | cmp - a.csv
	sed 's/bytes=//' log
}
# Taken up again where it broke, and only if it is the same file.
whole cut/a.csv
whole cut/a.csv.gz
whole cut/a.parquet | wc -l
whole busy2/a.csv
whole drop/a.csv
whole chunks/a.csv
whole no-tag/a.csv

bad() {
	: >log
	unnamed must_exit 2 mlc-ingest "$url/$1" -O csv | grep -v '^[0-9,.]*,row\|^id,x'
	wc -l <log
}
bad busy/a.csv
bad cut-whole/a.csv
bad cut-short/a.csv
bad chunks-cut/a.csv
bad changes/a.csv
bad gone/a.csv
bad elsewhere/a.csv
bad endless/a.csv
bad loop/a.csv
MLC_REMOTE_TIMEOUT=1 unnamed must_exit 2 mlc-ingest "$url/stall/a.csv" |
	sed 's/Less than.*/too slow/'

# Credentials do not go to another host.
mkdir -p .config/mlc
printf '[away]\naddress = %s/away/\ntoken = s3cret-word\n' "$url" >.config/mlc/sources
chmod 600 .config/mlc/sources
: >log
HOME=$PWD mlc-ingest source:away/a.csv -O csv | cmp - a.csv
cat log
