# A shadow scores what was asked, and is never seen in an answer; one that is
# slow leaves requests out, which are counted, and holds nobody up.
serve_model
. "$MLC_TOP/tests/fault/http_server"
mv m.mlc a.mlc
mlc-ingest rows.csv -t churn --role id=id | mlc-clean -i auto |
	mlc-encode --auto | mlc-train gbdt --trees 20 -o b.mlc 2>/dev/null
mlc-serve -q b.mlc -O csv --only <new.csv | tail -n +2 | cut -d, -f2 >want.b

requests() {
	curl -sS "$url/metrics" |
		sed -n "s/^mlc_shadow_requests_total{model=\"m\",result=\"$1\"} //p"
}
wait_for() {
	tries=0
	until [ "$(requests scored)" -ge "$1" ]; do
		tries=$((tries + 1))
		[ $tries -lt 100 ] || { echo "$(requests scored) scored"; return; }
		sleep 0.05
	done
}

serve m=a.mlc
curl -sS -H 'Content-Type: application/json' --data-binary @v2 \
    "$url/v2/models/m/infer" >want.v2
curl -sS -H 'Content-Type: application/json' --data-binary @records \
    "$url/invocations" >want
stop
serve m=a.mlc --shadow b.mlc --shadow-log shadow.jsonl --log log.jsonl
# Every form of a body, tensors too; what is refused is not scored.
curl -sS -H 'Content-Type: application/json' --data-binary @records \
    "$url/invocations" | cmp - want
curl -sS -H 'Content-Type: text/csv' --data-binary @new.csv \
    "$url/invocations" | cmp - want
curl -sS -H 'Content-Type: application/json' --data-binary @v2 \
    "$url/v2/models/m/infer" | cmp - want.v2
curl -sS -o /dev/null -H 'Content-Type: application/json' -d '{"x":1}' \
    "$url/invocations"
wait_for 3
sleep 0.1
for k in 1 61 121; do
	tail -n +$k shadow.jsonl | head -n 60 |
		sed 's/.*"score":\([^,]*\),.*/\1/' | cmp - want.b
done
grep -o '"model":"m","version":"shadow"' shadow.jsonl | sort | uniq -c |
	sed 's/^ *//'
grep -c shadow log.jsonl
curl -sS "$url/metrics" | grep '^mlc_rows_total{.*shadow' |
	sed 's/digest="[^"]*"/DIGEST/'
for path in /v1/models/m@shadow:predict /v2/models/m/versions/shadow/infer; do
	curl -sS -d '{}' "$url$path"
	echo
done
curl -sS "$url/v2/models/m" | cut -c1-40 | grep -c shadow
# Its log is opened anew, too.
mv shadow.jsonl old
kill -HUP $pid
until [ -e shadow.jsonl ]; do sleep 0.05; done
curl -sS -o /dev/null -H 'Content-Type: application/json' \
    --data-binary @records "$url/invocations"
wait_for 4
sleep 0.1
wc -l <shadow.jsonl
stop

# A queue that is full leaves out what comes, and answers do not wait.
mlc-ingest rows.csv -t churn --role id=id | mlc-clean -i auto |
	mlc-encode --auto | mlc-train forest --trees 500 -o slow.mlc 2>/dev/null
serve m=a.mlc --shadow slow.mlc -j2
sleep 1.5 | http_clients answers "$port" 8 records >answers
head -n 1 answers
{ sed 's/^/200 /' want; echo; } >want.200
tail -n +2 answers | cmp - want.200
[ "$(requests dropped)" -gt 0 ] || echo "nothing was left out"
requests failed
asked=$(curl -sS "$url/metrics" | sed -n \
    's/^mlc_requests_total{path="\/invocations",code="200"} //p')
[ $(($(requests dropped) + $(requests scored))) -le "$asked" ] &&
	[ $(($(requests dropped) + $(requests scored) + 260)) -ge "$asked" ] ||
	echo "$asked asked, $(requests scored) scored, $(requests dropped) not"
stop

wrong() {
	must_exit 2 timeout 9 mlc-serve m=a.mlc "$@" 2>&1 | grep -v ^try
}
wrong --listen 127.0.0.1:0 --shadow none.mlc
wrong --listen 127.0.0.1:0 --shadow x=b.mlc
wrong --listen 127.0.0.1:0 --shadow-log x
wrong --shadow b.mlc
