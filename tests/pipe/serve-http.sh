# The score of a row does not depend on how it was asked for; what is wrong
# with rows is counted; a reload fails no request.
. "$MLC_TOP/tests/fault/http_server"
set -e
serve_model
mlc-serve m.mlc -O csv --only <new.csv | tail -n +2 | cut -d, -f2 >want
test "$(wc -l <want)" -eq 60

serve m.mlc --log log.jsonl --allow-load -j2

# post PATH TYPE FILE: the answer's body.
post() {
	curl -sS -H "Content-Type: $2" --data-binary "@$3" "$url$1"
}
json=application/json
scores() {
	grep -o '"score":[^,}]*' | cut -d: -f2
}
for body in records split instances inputs; do
	post /invocations "$json" $body | scores | cmp - want
	post /v1/models/m:predict "$json" $body | scores | cmp - want
done
post /invocations text/csv new.csv | scores | cmp - want
post /invocations 'text/csv; charset=utf-8' new.csv | scores | cmp - want
# Which class the score is of: v1, v2 and the page say it.
for v in v1 v2; do
	curl -sS "$url/$v/models/m" | grep -o '"classes".*'
done
curl -sS "$url/" | grep -o 'the score is of.*'
# The example on the page can be copied: a row of medians and frequent levels.
curl -sS "$url/" | sed -n "/^<pre class=all>.*:predict /{
	s/<[^>]*>//g; s/&#34;/\"/g; s/&#39;/'/g; s/&#38;/\&/g
	s/HOST:PORT/127.0.0.1:$port/p; }" >example
sed 's/.*-d //' example
sh ./example 2>err
echo
post /v2/models/m/infer "$json" v2 >answer
echo >>answer
grep -o '"id":"7"' answer
sed 's/.*"score"[^]]*\],"data":\[//; s/\].*//' answer | tr , '\n' | cmp - want
# Outputs in binary form stand behind the JSON, as long as a header says.
sed 's/}$/,"outputs":[{"name":"prediction"},{"name":"score","parameters":{"binary_data":true}}]}/' \
    v2 >v2.binary
curl -sS -D head -H "Content-Type: $json" --data-binary @v2.binary \
    -o answer "$url/v2/models/m/infer"
grep -io '^content-type: [a-z/-]*' head
n=$(sed -n 's/^inference-header-content-length: \([0-9]*\).*/\1/Ip' head)
head -c "$n" answer | sed 's/"model_version":"[^"]*",//; s/"data":\[[^]]*\]/.../'
echo
tail -c "+$((n + 1))" answer | od -An -v -t f8 -w8 | paste -d ' ' - want |
	awk '$1 != $2 { exit 1 } END { print NR, "scores" }'
sed 's/}$/,"parameters":{"binary_data_output":true}}/' v2 >v2.binary
post /v2/models/m/infer "$json" v2.binary |
	grep -ao '"datatype":"[A-Z0-9]*","shape":\[60\],"parameters":.[a-z_"]*'
while read -r line; do
	echo "{\"instances\":[$line]}" >one
	post /invocations "$json" one
done <new.jsonl | scores | cmp - want

# The log holds what was scored: it gets the same scores again.
head -n 60 log.jsonl | mlc-serve -q m.mlc -O csv --only | tail -n +2 |
	cut -d, -f2 | cmp - want

# status METHOD PATH TYPE BODY
status() {
	curl -sS -o body -w '%{http_code} ' -X "$1" -H "Content-Type: $3" \
	    -d "$4" "$url$2"
	head -c 200 body | tr -d '\n'
	echo
}
status POST /invocations text/plain x
status POST /invocations "$json" '{"instances":[1'
status POST /invocations "$json" '{"instances":[[1]]}'
status POST /v2/models/x/infer "$json" '{}'
status POST /v2/models/m/infer "$json" '{"inputs":7}'
curl -sS -H 'Inference-Header-Content-Length: 9999999' -d x \
    "$url/v2/models/m/infer"
echo
status POST /v2/repository/models/x/load "$json" '{}'
status POST /v2/repository/models/m/unload "$json" '{}'
status POST /v2/repository/models/m/load "$json" '{}'
status POST /v2/repository/index "$json" '{}' |
	sed 's/"version":"[0-9a-f]\{8\}"/VERSION/'
status PUT /invocations "$json" x
status GET /nothing "$json" ''

# One row with an unseen city, a bad age, no vip, and two columns too many.
curl -sS "$url/metrics" >before
post_row='{"instances":[{"age":"old","city":"Paris","fee":1,"x":1,"y":2}]}'
status POST /invocations "$json" "$post_row" | sed 's/0\.[0-9]*/S/'
curl -sS "$url/metrics" >after
for m in rows unseen_categories bad_values absent_columns unknown_columns; do
	b=$(sed -n "s/^mlc_${m}_total{model=\"m\",version=.*} //p" before)
	a=$(sed -n "s/^mlc_${m}_total{model=\"m\",version=.*} //p" after)
	echo "$m $((a - b))"
done

# The same as CSV, where that is asked for: the bytes of mlc-serve --only. What
# is wrong is told by row, and for CSV how much it is in the head.
mlc-serve m.mlc -O csv --only <new.csv >want.csv
for type in text/csv text/plain 'text/*, application/json;q=0.5'; do
	curl -sS -H "Content-Type: $json" -H "Accept: $type" \
	    --data-binary @records "$url/invocations" | cmp - want.csv
done
! post /invocations "$json" records | grep warnings
printf 'age,city,fee,vip,x\nold,Ulm,1,true,3\n30,Ulm,1,true\n' >odd.csv
post /invocations text/csv odd.csv | sed 's/.*"warnings"//; s/},/},\n/g'
echo
curl -sS -D - -H "Content-Type: $json" -H 'Accept: text/csv' -o /dev/null \
    -d "$post_row" "$url/v1/models/m:predict" | tr -d '\r' |
	grep -v Date | sed 's/\(Mlc-Model: m@\).*/\1DIGEST/'
status POST /v2/models/m/infer "$json" \
    '{"inputs":[{"name":"age","shape":[1],"datatype":"BYTES","data":["a"]}]}' |
	sed 's/.*"parameters"/"parameters"/'
awk 'BEGIN {
	printf "{\"instances\":["
	for (i = 1; i < 100; i++) printf "{\"age\":\"a\",\"x%d\":1},", i
	print "{\"age\":1}]}"
}' >odd
post /invocations "$json" odd | sed 's/.*"warnings"//; s/},/},\n/g' |
	sed -n '23,25p; 43,45p'

# The histogram of scores is that of the scores answered.
curl -sS "$url/metrics" >before
post /invocations "$json" records >/dev/null
curl -sS "$url/metrics" | grep '^mlc_score_' | grep -v _sum >after
grep '^mlc_score_' before | grep -v _sum | paste -d ' ' - after |
	awk '{ le = $1
	    if (!sub(/.*le="/, "", le)) le = "count"
	    sub(/"}/, "", le)
	    print le ~ /^[0-9]/ ? le + 0 : le, $4 - $2 }' >got
{ seq 0.05 0.05 0.9501; echo 1; echo +Inf; echo count; } |
	awk 'NR == FNR { x[++n] = $1; next }
	{ k = 0; for (i = 1; i <= n; i++) k += x[i] <= $1 || $1 !~ /^[0-9]/
	  print $1 ~ /^[0-9]/ ? $1 + 0 : $1, k }' want - | diff got -
grep -c 'class="Yes"' after

# Reloads under load: every request is answered.
post_row='{"instances":[{"age":30,"city":"Ulm","fee":1,"vip":true}]}'
curl -sS -o /dev/null -w '%{http_code}\n' -H "Content-Type: $json" \
    -d "$post_row" "$url/invocations?[1-2000]" >codes &
load=$!
for i in 1 2 3 4 5 6 7 8; do
	kill -HUP $pid
	sleep 0.05
done
wait $load
sort codes | uniq -c | sed 's/^ *//'

# Counts are by version: the same bytes go on with theirs, new ones begin, the
# old ones stay.  The log says which version scored a row.
rows_total() {
	curl -sS "$url/metrics" | grep ^mlc_rows_total
}
rows_total >before
status POST /v2/repository/models/m/load "$json" ''
rows_total | cmp - before
cp m.mlc good.mlc
mlc-ingest rows.csv -t churn --role id=id | mlc-train baseline -o m.mlc
status POST /v2/repository/models/m/load "$json" ''
post /invocations "$json" records >answer
old=$(sha256sum <good.mlc | cut -c1-8) new=$(sha256sum <m.mlc | cut -c1-8)
grep replaced serve.err | sed "s/$old/OLD/; s/$new/NEW/"
rows_total | sed "s/$old/OLD/; s/$new/NEW/; s/OLD\"} [0-9]*/OLD\"} ok/"
rows_total | grep "$old" | cmp - before
tail -n 61 log.jsonl | grep -o '"version":"[0-9a-f]*"' | uniq -c |
	sed "s/$old/OLD/; s/$new/NEW/; s/^ *//"
cp good.mlc m.mlc
status POST /v2/repository/models/m/load "$json" ''
rows_total | grep "$old" | cmp - before

# Of versions without end the last eight are kept.
for i in 1 2 3 4 5 6 7 8 9; do
	mlc-ingest rows.csv --limit "$((300 + i))" -t churn --role id=id |
		mlc-train baseline -o m.mlc
	status POST /v2/repository/models/m/load "$json" '' >>loads
done
uniq -c loads | sed 's/^ *//'
rows_total | wc -l
cp good.mlc m.mlc
status POST /v2/repository/models/m/load "$json" ''

# A model that cannot be read leaves the old one.
echo broken >m.mlc
kill -HUP $pid
n=0
until grep -q 'old "m" stays' serve.err; do
	n=$((n + 1))
	test $n -lt 100
	sleep 0.1
done
post /invocations "$json" records | scores | cmp - want
status POST /v2/repository/models/m/load "$json" ''

kill $pid
wait $pid
trap - EXIT

# With --strict what does not fit is refused, not what is absent or unseen.
serve good=good.mlc --strict
status POST /invocations "$json" "$post_row"
status POST /v2/models/good/infer "$json" \
    '{"inputs":[{"name":"age","shape":[1],"datatype":"BYTES","data":["a"]}]}'
post_row='{"instances":[{"age":"old","city":"Ulm","fee":1,"vip":true,"x":1}]}'
status POST /invocations "$json" "$post_row"
status POST /invocations "$json" '{"instances":[{"age":30,"city":"Paris"}]}' |
	cut -c1-4
curl -sS "$url/metrics" | grep 'code="422"'
kill $pid
wait $pid
trap - EXIT
