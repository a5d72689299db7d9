# scripts/retrain beside a server: labels come late and are joined to the request
# log, the server takes the winner, and a model that it cannot serve is rolled
# back.
set -e
. "$MLC_TOP/tests/fault/http_server"
mkdir labels
cat >settings <<'.'
TARGET=y
KEY=id
LOG='requests*.jsonl'
LEVEL=0.5
WAIT=3
PID=serve.pid
.
echo 'mlc-encode --auto | mlc-train logistic -q -o "$1"' >train
turn() {
	must_exit "$1" sh "$MLC_TOP/scripts/retrain"
}
# ask BATCH LAW: its rows are asked for; labels come later, in batch N.
ask() {
	loop_rows $1 $2 >all.csv
	cut -d, -f1-5 all.csv | curl -s -H 'Content-Type: text/csv' \
	    --data-binary @- "$url/invocations" >answer
	grep -q '"prediction":"yes"' answer
	cut -d, -f1,6 all.csv | sed '5,9d' >labels/0$1.csv
}
version() {
	[ "$(curl -s "$url/v2/models/serving" |
	    sed 's/.*"versions":\["\([0-9a-f]*\)".*/\1/')" = \
	    "$(sha256sum serving.mlc | cut -c 1-8)" ] &&
	    echo "it has $(readlink serving.mlc)"
}

loop_rows 1 old >labels/01.csv
turn 0
serve serving.mlc --log requests.jsonl
echo $pid >serve.pid
echo "SERVER=$url" >>settings
ask 2 old
turn 0
# The log is put away, as logrotate does it.
mv requests.jsonl requests-1.jsonl
kill -HUP $pid
# A request that was sent twice is a row; the last label of a row counts.
ask 3 mixed
ask 3 mixed
{ sed '2,4s/,.*/,no/' labels/03.csv; sed '1,4!d;1d' labels/03.csv; } >3
mv 3 labels/03.csv
turn 0
mlc-group -k y -a 'n=count()' -O csv done/03/typed.mlcs
sed 5,9d all.csv | mlc-ingest -O csv >want
mlc-clean --sort id done/03/typed.mlcs -O csv | diff want - | head -n 4
version
ask 4 mixed
turn 0
version

# The file goes bad, which the next run sees; there is a way back.
cp models/03.mlc kept
echo rubbish >models/03.mlc
turn 1
version
kill $pid
wait $pid
echo "nobody"
turn 2 2>&1 | sed 's,http:.*,URL,'
readlink serving.mlc
trap - EXIT
